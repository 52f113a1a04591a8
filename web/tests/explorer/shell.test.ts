import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Locator } from "playwright-core";
import { accessible, accessibleInTheDark, close, fits, open, PHONE, SERVER, settled } from "./world.ts";

after(close);

test("the home opens under the policy, asks nobody else and has nothing to complain about", async () => {
  const page = await open("/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.deepEqual(await page.getByRole("navigation", { name: "Views" }).getByRole("link").allTextContents(), [
    "Home", "Lifecycles", "Journeys", "Trace", "Questions", "Graph", "Load",
  ]);
  assert.deepEqual(page.complaints, []);
});

test("an inline script or style, wherever it came from, is not run", async () => {
  const page = await open("/about");
  await page.getByRole("heading", { name: "About" }).waitFor();
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", `<p id="bad" style="color: red" onclick="document.title = 'run'">x</p>`);
    document.body.append(Object.assign(document.createElement("script"), { textContent: "document.title = 'run'" }));
    document.getElementById("bad")?.click();
  });
  assert.equal(await page.title(), "About - journeygraph");
  assert.equal(page.complaints.length, 3, page.complaints.join("\n"));
});

test("a deep link opens, a wrong one says so, and what an address holds too much is named", async () => {
  const page = await open("/find?q=payment&speed=9");
  await page.getByText("“speed”, which says nothing here and is ignored").waitFor();
  const wrong = await open("/nowhere/at/all");
  await wrong.getByRole("heading", { name: "There is no such page" }).waitFor();
  await wrong.getByRole("link", { name: "Go home" }).click();
  await wrong.waitForURL("**/");
  const answer = await wrong.request.get(`${SERVER}/nowhere`, { headers: { accept: "text/html" } });
  assert.equal(answer.status(), 404);
});

test("what somebody types is found, grouped, counted and opened by keys alone", async () => {
  const page = await open("/about");
  await page.getByRole("heading", { name: "About" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("pay");
  const hits = page.getByRole("listbox", { name: "Hits" });
  await hits.getByRole("option", { name: /^Pay for the first time/ }).waitFor();
  assert.ok((await hits.getByRole("group").count()) > 1);
  await page.getByRole("status").getByText(/\d+ hits, 8 shown/).waitFor({ state: "attached" });
  await accessible(page, "the hits");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/about");
});

test("a kind in front narrows what is found", async () => {
  const page = await open("/about");
  await page.getByRole("combobox", { name: "Find anything" }).fill("persona: woman");
  const hits = page.getByRole("listbox", { name: "Hits" });
  await hits.getByRole("group", { name: /Persona/ }).waitFor();
  assert.equal(await hits.getByRole("group").count(), 1);
});

test("help lists keys, and single keys can be switched off", async () => {
  const page = await open("/about");
  await page.getByRole("heading", { name: "About" }).waitFor();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  await help.getByRole("checkbox").uncheck();
  await accessible(page, "the help");
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Find anything");
  assert.equal(await help.count(), 0);
});

test("a chosen theme holds on the next page before the explorer itself runs", async () => {
  const page = await open("/about");
  const theme = page.getByRole("button", { name: /^Theme/ });
  await theme.click();
  await theme.click();
  await page.route(/assets.*\.js$/, (route) => route.abort());
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
});

for (const path of ["/about", "/find?q=payment", "/find?q=zzzz", "/find", "/nowhere"]) {
  test(`${path} is accessible, light, dark and on a phone`, async () => {
    for (const options of [{}, PHONE]) {
      const page = await open(path, { ...options, reducedMotion: "reduce" });
      await page.locator("h1, h2").first().waitFor();
      await settled(page);
      await accessible(page, path);
      await fits(page, path);
      await accessibleInTheDark(page, path);
      await page.context().close();
    }
  });
}

test("on a phone the links are a menu and find is a dialog", async () => {
  const page = await open("/about", PHONE);
  await page.getByRole("button", { name: /^Views/ }).tap();
  await page.getByRole("menuitem", { name: "Questions" }).tap();
  await page.waitForURL("**/questions");
  await page.getByRole("button", { name: "Find anything" }).tap();
  const field = page.getByRole("dialog", { name: "Find anything" }).getByRole("combobox");
  await field.fill("parcel");
  await page.getByRole("option").nth(4).waitFor();
  for (const one of [field, page.getByRole("option").nth(4)]) await expectInSight(one);
  await accessible(page, "the dialog that finds");
});

test("on a phone the graph is drawn", async () => {
  const page = await open("/graph/touchpoint/confirmation-mail", PHONE);
  const graph = page.getByRole("application", { name: /^Graph/ });
  await graph.getByText("The confirmation", { exact: false }).first().waitFor();
  const box = await graph.locator(".react-flow").boundingBox();
  assert.ok(box && box.height > 300, `the graph is ${box?.height} px high`);
});

/** What is hidden by what is around it is on the page, and can't be pressed. */
async function expectInSight(what: Locator): Promise<void> {
  await what.click({ trial: true, timeout: 10_000 });
}
