import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** The arguments that belong to a serverless host, and would switch off what a browser test is to notice. */
const UNWANTED = ["--single-process", "--disable-web-security"];

/** Start the Chromium that comes from npm; it needs nothing on the machine. Linux x64 only. */
export async function launch(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((argument) => !UNWANTED.includes(argument)),
    headless: true,
  });
}
