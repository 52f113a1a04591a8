import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launch } from "../browser.ts";

/** Where the server runs that the tests share. */
export const SERVER = process.env.EXPLORER_URL ?? "http://127.0.0.1:8000";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Seen extends Page {
  /** What the browser complained about: errors, refusals of the policy, requests to elsewhere. */
  complaints: string[];
  /** How many requests have not been answered yet. */
  awaited: number;
}

let browser: Browser | undefined;

/** A browser window of its own: it shares no cache, storage or settings with others. */
export async function windowWith(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  browser ??= await launch();
  return browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
}

/** Open an address in a window, by default one of its own. */
export async function open(path: string, options: BrowserContextOptions | BrowserContext = {}, server = SERVER): Promise<Seen> {
  const context = "newPage" in options ? options : await windowWith(options);
  const page = (await context.newPage()) as Seen;
  page.setDefaultTimeout(45_000);
  page.complaints = [];
  page.awaited = 0;
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("request", (request) => {
    page.awaited += 1;
    if (/^https?:/.test(request.url()) && !request.url().startsWith(server)) page.complaints.push(request.url());
  });
  for (const event of ["requestfinished", "requestfailed"] as const) page.on(event as "requestfinished", () => (page.awaited -= 1));
  await page.goto(server + path);
  return page;
}

/**
 * What goes to an address as a link does, in a page that is there, and looks at it: to open one anew takes longer than most looks.
 * Fails where the page complains.
 */
export function pagesOf(options: BrowserContextOptions): (path: string, look: (page: Seen) => Promise<void>) => Promise<void> {
  const free: Seen[] = [];
  let window: Promise<BrowserContext> | undefined;
  return async (path, look) => {
    window ??= windowWith(options);
    const page = free.pop() ?? (await open("/about", await window));
    page.complaints = [];
    await page.evaluate((path) => history.pushState(null, "", path), path);
    await look(page);
    assert.deepEqual(page.complaints, [], path);
    free.push(page);
  };
}

/** Wait until all that a view asked for has come and is shown, in the letters that it is written in. */
export async function settled(page: Seen): Promise<void> {
  for (let still = 0; still < 3; still = page.awaited > 0 ? 0 : still + 1) {
    // What is asked for because of an answer is asked for when that is shown.
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((shown) => setTimeout(shown, 30))));
  }
}

export async function close(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

const RULES = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
/** What alone can differ between two themes of the same page. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** Fail where axe finds something, with what and where. */
export async function accessible(page: Page, what: string, runOnly = RULES): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return (await axe.run({ runOnly, resultTypes: ["violations"] })).violations;
  }, runOnly);
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html, failureSummary }) => `${html}\n      ${failureSummary}`).join("\n    ")}`,
  );
  assert.deepEqual(found, [], `${what}:\n${found.join("\n")}`);
}

/** Fail where axe finds something in the dark that it does not find in the light. */
export async function accessibleInTheDark(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await accessible(page, `${what}, dark`, COLOURS);
}

/** Fail where the page is wider than its window, so that one would have to scroll sideways to read it. */
export async function fits(page: Page, what: string): Promise<void> {
  // A phone's browser makes its window as wide as the page, so what it was opened with is compared.
  const room = page.viewportSize()?.width ?? 0;
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= room, `${what} is ${wide} px wide in a window of ${room} px`);
}

/** What a way of the menu Export saves: the name of the file, and what is in it. */
export async function saved(page: Page, way: string): Promise<{ name: string; content: Buffer }> {
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: way }).click()]);
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  return { name: download.suggestedFilename(), content: Buffer.concat(parts) };
}

/** Fail where a drawing can't stand by itself: it has colours and letters of its own, and nothing that it needs from here. */
export function standsAlone(drawing: string): void {
  assert.match(drawing, /^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  assert.doesNotMatch(drawing, /var\(|light-dark|class=|href="\/|NaN|undefined/);
}

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DARK: BrowserContextOptions = { colorScheme: "dark" };
