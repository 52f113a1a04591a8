import assert from "node:assert/strict";
import { test } from "node:test";
import { failureOf, pause } from "../../explorer/src/api/failure.ts";
import { readLicences } from "../../explorer/src/views/about/licences.ts";

test("what passes by itself is told from what does not", () => {
  const of = (code?: string) => failureOf({ message: "No.", ...(code && { extensions: { code, id: "7" } }) });
  assert.deepEqual(
    ["DATABASE_UNAVAILABLE", "SATURATED", "TOO_MANY_REQUESTS"].map((code) => of(code).passing),
    [true, true, true],
  );
  assert.deepEqual(
    [of("UNAUTHENTICATED"), of("FORBIDDEN"), of("NOT_FOUND"), of("BAD_USER_INPUT"), of("INTERNAL"), of()].map(
      ({ cause, passing }) => [cause, passing],
    ),
    [["stranger", false], ["forbidden", false], ["missing", false], ["refused", false], ["fault", false], ["fault", false]],
  );
  assert.equal(of("INTERNAL").id, "7");
});

test("each try waits longer, as long as the server asks for, and never more than 15 s by itself", () => {
  assert.deepEqual([0, 1, 2, 3, 9].map((times) => pause(times)), [1000, 2000, 4000, 8000, 15_000]);
  assert.equal(pause(0, failureOf({ message: "Slow.", extensions: { code: "TOO_MANY_REQUESTS" } }, 30)), 30_000);
});

test("licences are read as the build writes them", () => {
  const text = "a 1.0.0 (MIT)\n-------------\nFree (MIT)\n\n@b/c 2.1.0 (see below)\n---------------\nOne.\n\nTwo.\n";
  assert.deepEqual(readLicences(text), [
    { name: "a 1.0.0", licence: "MIT", text: "Free (MIT)" },
    { name: "@b/c 2.1.0", licence: "see below", text: "One.\n\nTwo." },
  ]);
});
