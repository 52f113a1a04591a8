import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces, wanted } from "../../explorer/src/frame/finding.ts";

test("a kind and a colon narrow what is looked for", () => {
  assert.deepEqual(wanted("persona: anna"), { text: "anna", kinds: ["PERSONA"] });
  assert.deepEqual(wanted("Moments of truth:paid"), { text: "paid", kinds: ["MOMENT_OF_TRUTH"] });
  assert.deepEqual(wanted("pain_point:"), { text: "", kinds: ["PAIN_POINT"] });
  assert.deepEqual(wanted(" note: call back "), { text: "note: call back", kinds: null });
});

test("a text is cut at what matched", () => {
  assert.deepEqual(pieces("late parcel", [{ start: 5, end: 11 }]), [
    { text: "late ", hit: false },
    { text: "parcel", hit: true },
  ]);
  assert.deepEqual(pieces("ab", [{ start: 0, end: 1 }, { start: 1, end: 2 }]).map(({ hit }) => hit), [true, true]);
  assert.deepEqual(pieces("ab", []), [{ text: "ab", hit: false }]);
});
