// Puts a server under load: reads what to do as JSON from standard input, and writes what was seen.
import { readFileSync } from "node:fs";
import autocannon from "autocannon";

const { url, bodies, connections, seconds } = JSON.parse(readFileSync(0, "utf8"));

async function load(until) {
  const times = [];
  let failed = 0;
  const run = autocannon({
    url,
    connections,
    ...until,
    timeout: 300,
    method: "POST",
    headers: { "content-type": "application/json" },
    requests: bodies.map((body) => ({ body: JSON.stringify(body) })),
  });
  run.on("response", (_client, status, _bytes, milliseconds) => {
    times.push(milliseconds);
    failed += status !== 200;
  });
  const result = await run;
  return { times, seconds: result.duration, failed: failed + result.errors + result.timeouts };
}

let seen = await load({ duration: seconds });
// Who has answered nobody by then is given the time to answer each once.
if (seen.times.length === 0) seen = await load({ amount: connections });
console.log(JSON.stringify(seen));
