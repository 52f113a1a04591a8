import assert from "node:assert/strict";
import { test } from "node:test";
import { age, count, listed, number, score } from "../../explorer/src/words.ts";

test("numbers and counts read as people write them", () => {
  assert.equal(number(1904), "1\u202f904");
  assert.equal(count(0, "stage"), "no stages");
  assert.equal(count(1, "stage"), "1 stage");
  assert.equal(count(2000, "moment of truth", "moments of truth"), "2\u202f000 moments of truth");
  assert.equal(listed(["a"]), "a");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});

test("a score has its sign, and zero has none", () => {
  assert.deepEqual([-0.8, 0, 0.25, 1].map(score), ["−0.8", "0", "+0.25", "+1"]);
});

test("an age is told in the unit that fits", () => {
  assert.deepEqual([0, 1, 20, 70, 200, 1500].map(age), ["today", "1 day old", "20 days old", "10 weeks old", "7 months old", "4 years old"]);
});
