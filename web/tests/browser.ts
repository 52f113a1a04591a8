import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Arguments that belong to a serverless host: they switch off what a browser test is to notice, or draw by a GPU made of software. */
const UNWANTED = ["--single-process", "--disable-web-security", "--in-process-gpu", "--ignore-gpu-blocklist", "--use-gl=angle"];
/** Pages of one window share processes: to start one takes longer than what most tests do in it. */
const WANTED = ["--disable-gpu", "--renderer-process-limit=2"];

/** Start the Chromium that comes from npm; it needs nothing on the machine. Linux x64 only. */
export async function launch(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((argument) => !UNWANTED.includes(argument) && !argument.includes("swiftshader")), ...WANTED],
    headless: true,
  });
}
