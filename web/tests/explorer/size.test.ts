import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

const BUILT = resolve(import.meta.dirname, "../../../api/static/explorer");

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
}

const chunks = JSON.parse(readFileSync(join(BUILT, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;

/** The compressed size, in bytes, of a chunk and of all that it imports at once. */
function size(name: string, seen = new Set<string>()): number {
  if (seen.has(name)) return 0;
  seen.add(name);
  const { file, imports = [] } = chunks[name] ?? assert.fail(`there is no ${name}`);
  return statSync(join(BUILT, `${file}.gz`)).size + imports.reduce((sum, next) => sum + size(next, seen), 0);
}

test("the initial script is at most 160 kB compressed, and each view is a file of its own", () => {
  const [entry, chunk] = Object.entries(chunks).find(([, { isEntry }]) => isEntry) ?? assert.fail("there is no entry");
  const initial = size(entry) / 1000;
  console.log(`The initial script is ${initial.toFixed(1)} kB compressed.`);
  assert.ok(initial <= 160, `${initial} kB`);
  const views = (chunk.dynamicImports ?? []).filter((name) => name.includes("views/"));
  assert.equal(views.length, 11, views.join());
});
