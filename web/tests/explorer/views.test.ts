import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { BrowserContext } from "playwright-core";
import { accessible, accessibleInTheDark, close, fits, open, PHONE, pagesOf, type Seen, settled, windowWith } from "./world.ts";

after(close);

/** Every view, each in the states that differ in what they show, and something that tells that it is there. */
const VIEWS: readonly { path: string; there: string }[] = [
  { path: "/", there: "Goals without a moment of truth" },
  { path: "/lifecycles", there: "Milkymap first-person lifecycle" },
  { path: "/lifecycles/milkymap", there: "I become a customer" },
  { path: "/lifecycles/milkymap?beside=customer-success", there: "Renewal/Growth" },
  { path: "/lifecycles/nowhere", there: "There is no lifecycle with this key" },
  { path: "/journeys", there: "I look for a new smartphone" },
  { path: "/journeys/newspaper-first-use", there: "8 of 9 have evidence" },
  { path: "/journeys/newspaper-first-use?zoom=micro", there: "Wait for the tick" },
  { path: "/journeys/newspaper-first-use?zoom=phase", there: "3 journeys" },
  { path: "/journeys/online-order?beside=online-order-to-be", there: "Be told while it is under way" },
  { path: "/journeys/newspaper-first-use?sel=step:newspaper-first-use/pay/bank-app", there: "Felt here" },
  { path: "/journeys/newspaper", there: "There is no journey with this key" },
  { path: "/trace", there: "Readers who stay" },
  { path: "/trace/moment_of_truth/first-article-opens", there: "Owner: Subscriptions team" },
  { path: "/trace/moment_of_truth/first-article-opens?as=table", there: "is related so" },
  { path: "/trace/moment_of_truth/agent-calls-back", there: "No brand goal is linked" },
  {
    path: "/trace/moment_of_truth/first-article-opens?sel=moment_of_truth:first-article-opens~SERVES~cx_goal:reading-within-a-minute",
    there: "Who says so",
  },
  { path: "/trace/brand_goal/readers-who-stay", there: "1 moment of truth leads here" },
  { path: "/trace/channel/phone", there: "Channels lie on no chain" },
  { path: "/node/touchpoint/bank-confirmation", there: "Nobody else can pay with her card." },
  { path: "/node/persona/woman-reader", there: "Start reading without fuss" },
  { path: "/node/persona/nobody", there: "There is no persona with this key" },
  { path: "/questions", there: "A strategist asks" },
  { path: "/questions/trace", there: "18 rows" },
  { path: "/questions/unsolved-pain-points", there: "resting on" },
  { path: "/questions/where-to-invest", there: "Choose importance and satisfaction first" },
  { path: "/questions/nothing-like-it", there: "There is no such question" },
  { path: "/graph", there: "Personas" },
  { path: "/graph/touchpoint/confirmation-mail", there: "Showing all 9 neighbours" },
  { path: "/graph/persona/nobody", there: "There is no persona with this key" },
  { path: "/load", there: "Choose a folder" },
  { path: "/load/1", there: "Asked for" },
  { path: "/load/99", there: "There is no run with this key" },
  { path: "/find?kind=channel", there: "Word of mouth" },
];

const phone = pagesOf({ ...PHONE, reducedMotion: "reduce" });
let desk: BrowserContext;

before(async () => {
  desk = await windowWith({ reducedMotion: "reduce" });
});

for (const path of ["/", "/journeys/newspaper-first-use", "/trace/moment_of_truth/first-article-opens", "/questions/trace", "/load"]) {
  test(`${path} is accessible at 200 % of its size, in colours that somebody's system forces`, async () => {
    const page = await open(path, { viewport: { width: 720, height: 450 }, forcedColors: "active" });
    await page.getByText(VIEWS.find((view) => view.path === path)?.there ?? path).first().waitFor({ state: "attached" });
    await settled(page);
    await accessible(page, path);
    await fits(page, path);
    await page.context().close();
  });
}

// Two at a time: while one waits for the server, the other is looked at.
describe("every view", { concurrency: 2 }, () => {
  for (const { path, there } of VIEWS) {
    const look = async (page: Seen) => {
      await page.getByText(there).first().waitFor({ state: "attached" });
      await settled(page);
      await accessible(page, path);
      await fits(page, path);
    };
    test(`${path} is there, complains of nothing, and is accessible, light, dark and on a phone`, async () => {
      const page = await open(path, desk);
      await look(page);
      await accessibleInTheDark(page, path);
      assert.deepEqual(page.complaints, [], path);
      await page.close();
      await phone(path, look);
    });
  }
});
