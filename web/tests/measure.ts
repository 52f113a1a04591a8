/** Measures how soon each view is there in a cold browser, and what it fetches: `node tests/measure.ts`, with EXPLORER_URL naming a server. */
import { SERVER } from "./explorer/world.ts";
import { launch } from "./browser.ts";

/** How soon the first view must be there, in seconds, and how large its scripts may be, in kB. */
const SOON = 1.5;
const SMALL = 160;
const TIMES = 5;

/** Views, and something that is there only once all of it is. */
const VIEWS: readonly (readonly [path: string, there: string])[] = [
  ["/", "Goals without a moment of truth"],
  ["/lifecycles/milkymap", "I become a customer"],
  ["/journeys/newspaper-first-use", "8 of 9 have evidence"],
  ["/trace/moment_of_truth/first-article-opens", "Owner: Subscriptions team"],
  ["/node/touchpoint/bank-confirmation", "Nobody else can pay with her card."],
  ["/questions/trace", "18 rows"],
  ["/graph/persona/woman-reader", "neighbours"],
  ["/load", "Choose a folder"],
];

interface Figures {
  /** From the start of the navigation until the view is there and nothing holds up what somebody presses, in seconds. */
  seconds: number;
  /** What came over the line, compressed, in kB. */
  scripts: number;
  all: number;
}

/** Open a view in a browser that has never seen it. */
async function measured(path: string, there: string): Promise<Figures> {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(SERVER + path, { waitUntil: "commit" });
    await page.waitForFunction((words) => document.body?.innerText.includes(words), there, { polling: "raf" });
    return await page.evaluate(async () => {
      // What is waited for here is what a press would have to wait for.
      await new Promise((done) => setTimeout(done));
      const seconds = performance.now() / 1000;
      const fetched = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
      const kB = (some: PerformanceResourceTiming[]) => some.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000;
      return { seconds, scripts: kB(fetched.filter(({ name }) => name.endsWith(".js"))), all: kB(fetched) };
    });
  } finally {
    await browser.close();
  }
}

const worse: string[] = [];
console.log("| view | s, median | s, slowest | scripts, kB | all, kB |\n| --- | --- | --- | --- | --- |");
for (const [path, there] of VIEWS) {
  const runs: Figures[] = [];
  for (let time = 0; time < TIMES; time++) runs.push(await measured(path, there));
  const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b);
  const median = seconds[Math.floor(TIMES / 2)] ?? NaN;
  const { scripts = NaN, all = NaN } = runs.at(-1) ?? {};
  console.log(`| \`${path}\` | ${median.toFixed(2)} | ${seconds.at(-1)?.toFixed(2)} | ${scripts.toFixed(0)} | ${all.toFixed(0)} |`);
  if (path === "/" && (median > SOON || scripts > SMALL)) worse.push(path);
}
if (worse.length > 0) {
  console.error(`The first view must be there within ${SOON} s, with at most ${SMALL} kB of scripts.`);
  process.exit(1);
}
