import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, choice, flag, list, readParameters, text } from "../../explorer/src/parameters.ts";

const PARAMETERS = { zoom: choice("journey", "phase", "micro"), personas: list(), at: text(), only: flag() };

test("defaults hold where the query says nothing", () => {
  const { values, ignored } = readParameters(PARAMETERS, "");
  assert.deepEqual(values, { zoom: "journey", personas: [], at: "", only: false });
  assert.deepEqual(ignored, []);
});

test("what is unknown is named and left aside, and so is a value that makes no sense", () => {
  const { values, ignored } = readParameters(PARAMETERS, "?zoom=far&personas=anna,,bo&speed=9&sel=a:b&only=yes");
  assert.deepEqual(values, { zoom: "journey", personas: ["anna", "bo"], at: "", only: false });
  assert.deepEqual(ignored, ["speed", "zoom=far", "only=yes"]);
});

test("a change keeps the rest, and writes no default", () => {
  const search = "?sel=a:b&zoom=micro&personas=anna&speed=9";
  assert.equal(changed(PARAMETERS, search, { at: "step:a/b" }), "?sel=a:b&zoom=micro&personas=anna&at=step:a/b");
  assert.equal(changed(PARAMETERS, search, { zoom: "journey", personas: [] }), "?sel=a:b");
  assert.equal(changed(PARAMETERS, "", { only: true }), "?only=1");
});
