// Puts a server under load: reads what to do as JSON from standard input, and writes what was seen.
import { readFileSync } from "node:fs";
import autocannon from "autocannon";

const { url, bodies, connections, seconds } = JSON.parse(readFileSync(0, "utf8"));
const times = [];
let failed = 0;
const run = autocannon({
  url,
  connections,
  duration: seconds,
  timeout: 60,
  method: "POST",
  headers: { "content-type": "application/json" },
  requests: bodies.map((body) => ({ body: JSON.stringify(body) })),
});
run.on("response", (_client, status, _bytes, milliseconds) => {
  times.push(milliseconds);
  failed += status !== 200;
});
const result = await run;
console.log(JSON.stringify({ times, seconds: result.duration, failed: failed + result.errors + result.timeouts }));
