import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { buildSchema, graphql } from "graphql";
import type { Browser } from "playwright-core";
import { launch } from "./browser.ts";

const STATIC = resolve(import.meta.dirname, "../../api/static");
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };
const SCHEMA = buildSchema(`type Query { "How many moments of truth there are." moments: Int! }`);

let server: Server;
let browser: Browser;
const asked: { header: string | undefined; query: string }[] = [];

before(async () => {
  server = createServer((request, response) => {
    void answer(request).then(({ status, type, body }) => {
      response.writeHead(status, { "content-type": type, "content-security-policy": POLICY }).end(body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  browser = await launch();
});

after(async () => {
  await browser.close();
  server.close();
});

async function answer(request: IncomingMessage): Promise<{ status: number; type: string; body: string | Buffer }> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (path === "/graphql" && request.method === "POST") {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { query } = JSON.parse(Buffer.concat(parts).toString()) as { query: string };
    asked.push({ header: request.headers["x-journeygraph"] as string | undefined, query });
    const result = await graphql({ schema: SCHEMA, source: query, rootValue: { moments: 7 } });
    return { status: 200, type: "application/json", body: JSON.stringify(result) };
  }
  const file = path === "/graphql" ? "graphiql/index.html" : path.replace(/^\/static\//, "");
  try {
    const body = await readFile(join(STATIC, file));
    return { status: 200, type: TYPES[extname(file)] ?? "application/octet-stream", body };
  } catch {
    return { status: 404, type: "text/plain", body: "not found" };
  }
}

test("GraphiQL runs an operation under a strict policy and asks nobody else", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => /^https?:/.test(request.url()) && hosts.add(new URL(request.url()).host));
  const worker = page.waitForEvent("worker", (started) => started.url().includes("graphql.worker"));

  const { port } = server.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/graphql`);
  await page.locator(".graphiql-query-editor .view-lines").getByText("__typename").waitFor();
  await page.getByRole("button", { name: /execute query/i }).click();
  await page.locator(".graphiql-response").getByText('"Query"').waitFor();
  await page.getByRole("button", { name: /documentation explorer/i }).click();
  await page.getByRole("link", { name: "Query" }).first().click();
  await page.getByText("How many moments of truth there are.").waitFor();
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });

  assert.deepEqual(complaints, []);
  assert.deepEqual([...hosts], [`127.0.0.1:${port}`]);
  // The editor starts it when it has nothing else to do, which may be after all that is clicked here.
  await worker;
  assert.ok(asked.some(({ query }) => query.includes("__typename")));
  assert.ok(asked.every(({ header }) => header === "graphiql"));
});
