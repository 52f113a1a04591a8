import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launch } from "../browser.ts";

/** Where the server runs that the tests share. */
export const SERVER = process.env.EXPLORER_URL ?? "http://127.0.0.1:8000";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Seen extends Page {
  /** What the browser complained about: errors, refusals of the policy, requests to elsewhere. */
  complaints: string[];
}

let browser: Browser | undefined;

/** Open an address in a browser window of its own. */
export async function open(path: string, options: BrowserContextOptions = {}, server = SERVER): Promise<Seen> {
  browser ??= await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = (await context.newPage()) as Seen;
  page.setDefaultTimeout(90_000);
  page.complaints = [];
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(server)) page.complaints.push(request.url());
  });
  await page.goto(server + path);
  return page;
}

export async function close(): Promise<void> {
  await browser?.close();
  browser = undefined;
}

/** Fail where axe finds something, with what and where. */
export async function accessible(page: Page, what: string): Promise<void> {
  await page.evaluate(AXE);
  const results = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
  });
  const found = results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html, failureSummary }) => `${html}\n      ${failureSummary}`).join("\n    ")}`,
  );
  assert.deepEqual(found, [], `${what}:\n${found.join("\n")}`);
}

/** Fail where the page is wider than its window, so that one would have to scroll sideways to read it. */
export async function fits(page: Page, what: string): Promise<void> {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const);
  assert.ok(wide <= room, `${what} is ${wide} px wide in a window of ${room} px`);
}

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DARK: BrowserContextOptions = { colorScheme: "dark" };
