import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";

const SOURCES = resolve(import.meta.dirname, "../../explorer/src");
const read = (file: string) => readFileSync(join(SOURCES, file), "utf8");
const components = globSync("**/*.tsx", { cwd: SOURCES });

test("every class that a component names is in its style sheet, and every class there is named", () => {
  const used = new Map<string, Set<string>>();
  for (const file of components) {
    const text = read(file);
    for (const [, name, path] of text.matchAll(/import (\w+) from "(\.[^"]+\.module\.css)"/g)) {
      const sheet = join(dirname(file), path ?? "");
      const names = used.get(sheet) ?? new Set();
      used.set(sheet, names);
      const body = text.replace(/^import .*$/gm, "");
      for (const [, named] of body.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))) names.add(named ?? "");
      // A class that is looked up by a value can be any.
      if (text.includes(`${name}[`)) names.add("*");
    }
  }
  for (const [sheet, names] of used) {
    const rules = read(sheet).replace(/:global\([^)]*\)/g, "").replace(/\/\*.*?\*\//gs, "").replace(/\{[^{}]*\}/g, "{}");
    const there = new Set([...rules.matchAll(/\.([a-z]\w*)/gi)].map(([, name]) => name ?? ""));
    for (const name of names) assert.ok(name === "*" || there.has(name), `${sheet} has no .${name}`);
    for (const name of there) assert.ok(names.has("*") || names.has(name), `nothing uses .${name} of ${sheet}`);
  }
});

test("colours are tokens, so that both themes and forced colours hold everywhere", () => {
  for (const file of globSync("**/*.{tsx,module.css}", { cwd: SOURCES })) {
    const found = read(file).match(/#[0-9a-f]{3,8}\b(?!")|\brgba?\(/gi) ?? [];
    assert.deepEqual(found, [], `${file} has colours of its own`);
  }
});

test("nothing writes markup from text, or styles that the policy would refuse", () => {
  for (const file of components) {
    assert.doesNotMatch(read(file), /dangerouslySetInnerHTML|innerHTML|<style|new Function|\beval\(/, file);
  }
});

test("no file is too long to be read in one go", () => {
  for (const file of globSync("**/*.{ts,tsx,css}", { cwd: SOURCES })) {
    if (file.endsWith(".graphql.ts")) continue;
    const lines = read(file).split("\n").length;
    assert.ok(lines <= 400, `${file} has ${lines} lines`);
  }
});
