import assert from "node:assert/strict";
import { test } from "node:test";
import {
  address,
  best,
  readPath,
  readRef,
  readSelection,
  selectionText,
  type View,
  writeQuery,
} from "../../explorer/src/addresses.ts";

const STEP = { view: "journeys" as View, key: "naïve shop/pay?/bank#app" };

test("a key with slashes and signs is the rest of the path, its segments encoded", () => {
  const written = address(STEP);
  assert.equal(written, "/journeys/na%C3%AFve%20shop/pay%3F/bank%23app");
  assert.deepEqual(readPath(written), STEP);
});

test("a kind stands before the key", () => {
  assert.deepEqual(readPath("/node/step/first-use/pay"), { view: "node", kind: "step", key: "first-use/pay" });
  assert.equal(address({ view: "node", kind: "step", key: "first-use/pay" }), "/node/step/first-use/pay");
});

test("what is no page is told from what is", () => {
  for (const path of ["/nope", "/node/step", "/about/it", "/journeys/%E0%A4%A", "/constructor", "/toString/x"]) {
    assert.equal(readPath(path), undefined, path);
  }
  assert.deepEqual(readPath("/"), { view: "home" });
  assert.deepEqual(readPath("/load"), { view: "load" });
});

test("a query is readable, and leaves out what is empty", () => {
  assert.equal(
    writeQuery([["sel", "step:a/b"], ["personas", "anna,bo"], ["at", undefined], ["q", "a&b=c d"], ["x", ""]]),
    "?sel=step:a/b&personas=anna,bo&q=a%26b%3Dc%20d",
  );
});

test("a selection is a node or a link, and nothing else", () => {
  for (const text of ["persona:anna", "moment_of_truth:paid~SERVES~cx_goal:ease"]) {
    assert.equal(selectionText(readSelection(text) ?? assert.fail(text)), text);
  }
  for (const text of ["", "anna", "persona:", ":anna", "a:b~SERVES", "a:b~~c:d", "a:b~X~c:d~Y"]) {
    assert.equal(readSelection(text), undefined, text);
  }
  assert.deepEqual(readRef("a:b:c"), { kind: "a", key: "b:c" });
});

test("each kind leads to the view that shows it best, contained things to what contains them", () => {
  assert.equal(best({ kind: "journey", key: "first-use" }), "/journeys/first-use");
  assert.equal(
    best({ kind: "micro_moment", key: "first-use/pay/app/wait" }),
    "/journeys/first-use?at=micro_moment:first-use/pay/app/wait&sel=micro_moment:first-use/pay/app/wait",
  );
  assert.equal(best({ kind: "phase", key: "cycle/start" }), "/lifecycles/cycle?sel=phase:cycle/start");
  assert.equal(best({ kind: "channel", key: "app" }), "/node/channel/app");
});
