import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { close, open, type Seen } from "./world.ts";

after(close);

test("a researcher finds a journey, reads its curve, looks closer, and asks who says so", async () => {
  const page = await open("/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("online newspaper");
  await page.getByRole("option", { name: /use the online newspaper/ }).click();
  await page.getByRole("heading", { level: 1, name: /online newspaper/ }).waitFor();
  await page.getByText("−0.8 anxious").waitFor();

  // Into the map: one stop of Tab, then arrows; the feelings of all personas are told.
  const grid = page.getByRole("grid");
  await grid.getByRole("button", { name: /Ask a friend/ }).first().focus();
  await page.keyboard.press("m");
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
  assert.match(await focused(), /Confirm the payment/);
  await page.keyboard.press("ArrowDown");
  assert.match(await focused(), /woman who reads the news online: −0.6 anxious inferred.*−0.8 anxious inferred lowest point/);
  await page.keyboard.press("ArrowLeft");
  assert.match(await focused(), /Enter my payment details/);
  await page.keyboard.press("]");
  assert.match(await focused(), /Log in on my phone/);

  // Closer: the same place stays focused, and the way back leads out again.
  await page.keyboard.press("m");
  await page.keyboard.press("+");
  await page.waitForURL(/zoom=micro/);
  await page.waitForFunction(() => /Tap the headline|The article opens/.test(document.activeElement?.textContent ?? ""));
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("zoom"));

  // Evidence: open, read, close; the focus returns.
  const step = grid.getByRole("button", { name: /Compare the subscriptions/ }).first();
  await step.focus();
  await page.keyboard.press("e");
  const panel = page.getByRole("complementary", { name: "Evidence" });
  await panel.getByText("Felt here").waitFor();
  await page.keyboard.press("e");
  assert.equal(await focused(), "Evidence");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert.match(await focused(), /Compare the subscriptions/);
  assert.deepEqual(page.complaints, []);
});

test("a researcher compares a journey as it is with the journey as it should be", async () => {
  const page = await open("/journeys/online-order");
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("menuitemradio", { name: /know when my parcel comes/ }).click();
  await page.waitForURL(/beside=online-order-to-be/);
  await page.getByText("added").first().waitFor();
  const heading = page.getByRole("heading", { level: 1 });
  assert.match(await heading.innerText(), /before\s+I order online and wait for my parcel\s+As-is\s+after\s+I order online and know when my parcel comes\s+To-be/);
  await page.getByText("5 steps: 3 changed, 1 added and 1 the same").waitFor();
  for (const mark of ["Before: thin line", "After: thick line", "differs in name, pain points and feeling"]) await page.getByText(mark).waitFor();
  assert.equal(await page.getByRole("columnheader").getByText("changed").count(), 3);
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Changes only" }).click();
  await page.waitForURL(/only=1/);
  await page.getByRole("columnheader", { name: /Complete the purchase/ }).first().waitFor({ state: "detached" });
});

test("a strategist goes from a weak spot through a chain to its evidence and its gap", async () => {
  const page = await open("/");
  await page.getByRole("heading", { name: /Moments of truth that reach no brand goal/ }).waitFor();
  await page.getByRole("link", { name: "The agent calls back" }).first().click();
  await page.getByRole("heading", { level: 1, name: "The agent calls back" }).waitFor();
  await page.getByText("No brand goal is linked").waitFor();
  await page.getByRole("button", { name: /^Inferred/ }).last().click();
  const panel = page.getByRole("complementary", { name: "Evidence" });
  await panel.getByText("Every complaint is answered in person").waitFor();
  await panel.getByText("Strength").waitFor();
  await page.getByRole("link", { name: "See goals that no moment serves yet" }).click();
  await page.getByRole("heading", { level: 1, name: /no moment of truth behind them/ }).waitFor();
  await page.getByText(/6 rows/).waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "Table" }).click();
  await page.getByRole("table").getByText("serves").waitFor();
  assert.deepEqual(page.complaints, []);
});

const BUNDLE = {
  "dataset.yaml": "dataset: tour\nname: A tour\nsource: talk\n",
  "people.yaml": "sources:\n  - {key: talk, name: A talk}\npersonas:\n  - {key: guest, name: A guest on tour}\n",
};

function bundle(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "tour-"));
  return Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

/** Undo the run that the page shows. */
async function undo(page: Seen): Promise<void> {
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo it" }).click();
  await page.getByText(/undone by run \d+/i).first().waitFor();
}

test("an editor drops files, mends what is wrong, applies the plan, sees what it did and takes it back", async () => {
  const page = await open("/load");
  const files = page.getByLabel("Files to load");
  await files.setInputFiles(bundle({ ...BUNDLE, "people.yaml": "personas:\n  - {key: 'No Key', name: A guest}\n" }));
  await page.getByRole("button", { name: "See what they would change" }).click();
  await page.getByText("nothing would be written").waitFor();
  await page.getByRole("cell", { name: /not a key/ }).waitFor();

  await files.setInputFiles(bundle(BUNDLE));
  await page.getByRole("button", { name: "See what they would change" }).click();
  await page.getByText("is taken for bundle").waitFor();
  await page.getByRole("button", { name: /^Add \d+$/ }).click();
  await page.getByRole("link", { name: "See what it did" }).click();
  await page.getByText("A guest on tour").first().waitFor();
  await page.goBack();
  await page.getByText(/This plan was applied: it became run \d+/).waitFor();
  await page.goForward();
  await page.getByText("A guest on tour").first().waitFor();

  // What was written is there without loading the page anew.
  await page.keyboard.press("/");
  await page.keyboard.type("guest on tour");
  await page.getByRole("option", { name: /A guest on tour/ }).waitFor();
  await page.keyboard.press("Escape");

  await undo(page);
  assert.deepEqual(page.complaints, []);
});

test("a journey of 60 steps stands there whole, its lanes where one looks, and keys lead through it", async () => {
  const steps = Array.from({ length: 60 }, (_, at) => ({ stage: Math.floor(at / 6) + 1, step: at + 1 }));
  const stage = (number: number) =>
    `      - {key: s${number}, name: Stage ${number}, order: ${number}, steps: [${steps
      .filter((one) => one.stage === number)
      .map(({ step }) => `{key: t${step}, name: Do thing ${step}, order: ${step}}`)
      .join(", ")}]}`;
  const long = `${BUNDLE["people.yaml"]}emotions:
  - {key: calm, name: calm}
journeys:
  - key: sixty
    name: I do sixty things
    for: persona:guest
    stages:
${Array.from({ length: 10 }, (_, at) => stage(at + 1)).join("\n")}
feelings:
${steps.map(({ stage, step }) => `  - {persona: guest, place: step:sixty/s${stage}/t${step}, emotion: calm, score: ${(step % 7) / 10}}`).join("\n")}
`;
  const page = await open("/load");
  await page.getByLabel("Files to load").setInputFiles(bundle({ ...BUNDLE, "people.yaml": long }));
  await page.getByRole("button", { name: "See what they would change" }).click();
  await page.getByRole("button", { name: /^Add \d+/ }).click();
  await page.getByRole("link", { name: "See what it did" }).click();
  await page.locator("summary").filter({ hasText: /Do thing 1\s*Step/ }).waitFor();
  const run = page.url();

  await page.goto(new URL("/journeys/sixty", run).href);
  const grid = page.getByRole("grid");
  await page.getByRole("columnheader", { name: /Do thing 60/ }).waitFor();
  assert.equal(await page.getByRole("columnheader", { name: /Do thing \d/ }).count(), 60);
  const evidence = () => grid.getByRole("row", { name: /^Evidence/ }).getByRole("button").count();
  assert.ok((await evidence()) < 40, "lanes are filled far from the window");
  await grid.getByRole("button", { name: /Do thing 1\b/ }).first().focus();
  for (let stage = 1; stage < 10; stage++) await page.keyboard.press("]");
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""), /Do thing 55/);
  await grid.getByRole("button", { name: /^Do thing 55\. .*\+0\.6 calm/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""), /^Do thing 55\. /);
  await page.goto(run);
  await undo(page);
  assert.deepEqual(page.complaints, []);
});

test("the same node leads from list to list: lifecycle, graph and all about it", async () => {
  const page = await open("/lifecycles/milkymap");
  await page.getByRole("button", { name: "I become a customer", exact: true }).click();
  await page.getByRole("complementary", { name: "Evidence" }).getByRole("link", { name: "Graph" }).click();
  await page.getByText(/\d+ neighbours/).waitFor();
  await page.getByRole("application", { name: /^Graph/ }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForURL(/sel=/);
  await page.getByRole("navigation", { name: "Nodes" }).getByRole("button", { name: "I order online and wait for my parcel" }).click();
  await page.getByRole("navigation", { name: "Nodes" }).getByRole("link", { name: "All about it" }).click();
  await page.getByRole("heading", { level: 1, name: "I order online and wait for my parcel" }).waitFor();
  assert.deepEqual(page.complaints, []);
});
