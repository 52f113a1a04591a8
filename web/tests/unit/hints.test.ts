import assert from "node:assert/strict";
import { test } from "node:test";
import { hint, whyNone } from "../../explorer/src/views/questions/hints.ts";

test("a hint says what to choose, and neither keys nor references", () => {
  assert.equal(hint("Keys of personas who feel it. Empty: all."), "Choose personas who feel it. None chosen: all.");
  assert.equal(hint("Keys of the metrics of what is spent. Empty: `spending`."), "Choose the metrics of what is spent. None chosen: “Spending”.");
  assert.equal(hint("References of nodes at one end, as in need:read-at-once."), "Choose one thing or several at one end.");
  assert.equal(hint("Kinds to find, as references name them. Empty: all."), "Kinds to find. None chosen: all.");
  assert.equal(hint("Numbers of runs."), "Choose runs.");
});

test("why there are no rows is said once, where the explanation tells", () => {
  assert.equal(whyNone("Each row is a pain point. No rows: every pain point has a solution, or there are none."), "Every pain point has a solution, or there are none.");
  assert.equal(whyNone("Each row is a pain point."), undefined);
});
