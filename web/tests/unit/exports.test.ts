import assert from "node:assert/strict";
import { test } from "node:test";
import { wrap } from "../../explorer/src/drawing/wrap.ts";
import { csv, fileName } from "../../explorer/src/parts/exports.ts";
import { inRange } from "../../explorer/src/parts/letters.ts";
import { together } from "../../explorer/src/views/load/uploading.ts";
import { relationName, words } from "../../explorer/src/relations.ts";

test("a table for spreadsheets quotes what needs it, and never holds a formula", () => {
  const table = csv([
    ["name", "score"],
    ["=HYPERLINK(\"http://x\")", -0.5],
    ["+49 30", "-0.5"],
    ["@SUM(A1)", null],
    ["two\nlines, and \"quotes\"", true],
    ["\tTAB", undefined],
  ]);
  assert.equal(
    table,
    'name,score\r\n"\'=HYPERLINK(""http://x"")",-0.5\r\n\'+49 30,-0.5\r\n\'@SUM(A1),\r\n"two\nlines, and ""quotes""",true\r\n\'\tTAB,\r\n',
  );
});

test("a file is named by what it holds, in letters that any system takes", () => {
  assert.equal(fileName("I, as a woman, use the naïve/shop?", "svg"), "i-as-a-woman-use-the-nai-ve-shop.svg");
  assert.equal(fileName("…", "csv"), "journeygraph.csv");
});

test("a text is cut between words, and what is left over ends in dots", () => {
  assert.deepEqual(wrap("Confirm the payment in the bank's app", 14, 3), ["Confirm the", "payment in the", "bank's app"]);
  assert.deepEqual(wrap("one two three four five", 8, 2), ["one two", "three…"]);
  assert.deepEqual(wrap("Donaudampfschifffahrt", 10, 2), ["Donaudamp…"]);
  assert.deepEqual(wrap("", 10, 2), []);
  assert.deepEqual(wrap("Time on a page 140\u202fs", 16, 2), ["Time on a page", "140\u202fs"]);
  assert.deepEqual(wrap("wide wide", 20, 2, (text) => text.length * 3), ["wide", "wide"]);
});

test("a relationship is called what its end calls it, from the side that one stands on", () => {
  const known = [
    { type: "OCCURS_AT", starts: ["PAIN_POINT"], ends: ["STEP"], forward: "occursAt", backward: "painPoints", claimed: true },
    { type: "OCCURS_AT", starts: ["GAIN"], ends: ["STEP"], forward: "occursAt", backward: "gains", claimed: true },
  ] as const;
  assert.equal(relationName(known, "OCCURS_AT", "BACKWARD", "step", "gain"), "Gains");
  assert.equal(relationName(known, "OCCURS_AT", "FORWARD", "pain_point", "step"), "Occurs at");
  assert.equal(relationName(known, "NEW_ONE", "FORWARD", "a", "b"), "New one");
  assert.equal(words("customerKind"), "Customer kind");
});

test("the files of a bundle that came without a folder get one in common", () => {
  const drop = (...paths: string[]) => together(paths.map((path) => ({ path, file: {} as File }))).map(({ path }) => path);
  assert.deepEqual(drop("dataset.yaml", "people.yaml", "other/map.ojf"), ["bundle/dataset.yaml", "bundle/people.yaml", "other/map.ojf"]);
  assert.deepEqual(drop("cafe/dataset.yaml", "map.ojf"), ["cafe/dataset.yaml", "map.ojf"]);
});

test("a letter is looked for in the ranges as style sheets write them", () => {
  assert.deepEqual(["A", "é", "ж", "★"].map((letter) => inRange(letter.codePointAt(0) ?? 0, "U+0-FF, U+131, U+4??")), [true, true, true, false]);
});
