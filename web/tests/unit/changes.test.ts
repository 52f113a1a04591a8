import assert from "node:assert/strict";
import { test } from "node:test";
import { disagreement, type ListedChange, things, untilLast } from "../../explorer/src/views/load/changes.ts";

const NOTHING: ListedChange = {
  action: "ADDED", subject: null, subjectName: null, relationship: null, object: null, objectName: null,
  dataset: "talks", before: null, after: null,
};
const PAT = { ...NOTHING, subject: "persona:pat", after: '{"gave_name":"Pat","gave_age":40,"source":"a-talk","basis":"stated"}' };
const NEEDS = { ...NOTHING, subject: "persona:pat", relationship: "HAS_NEED", object: "need:to-know", objectName: "To know" };

test("what is said of a thing is gathered, in words, under its name", () => {
  const [pat, ...others] = things([PAT, NEEDS], true);
  assert.deepEqual(others, []);
  assert.equal(pat?.name, "Pat");
  assert.equal(pat?.fate, "ADDED");
  assert.deepEqual(pat?.fields.map(({ field, after }) => [field, after]), [["Age", "40"], ["According to", "A talk"], ["Basis", "stated"]]);
  assert.deepEqual(pat?.links.map(({ to }) => [to.name, to.there]), [["To know", true]]);
});

test("what a plan adds can't be looked at yet, nor what a run removed any more", () => {
  const hurts = { ...NOTHING, subject: "pain_point:wait", subjectName: "The wait", relationship: "HURTS", object: "persona:pat", objectName: "Pat" };
  const [pat, wait] = things([{ ...PAT, subjectName: "Pat" }, hurts], true);
  assert.deepEqual([pat?.there, wait?.there, wait?.links[0]?.to.there], [false, true, false]);
  const gone = things([{ ...PAT, action: "REMOVED", before: PAT.after, after: null }], false);
  assert.deepEqual(gone.map(({ name, fate, there }) => [name, fate, there]), [["Pat", "REMOVED", false]]);
  assert.equal(things([{ ...PAT, subjectName: "Pat" }], false)[0]?.there, true);
});

test("a change tells what differs, and a thing that only gets links is changed", () => {
  const renamed = { ...PAT, action: "CHANGED", subjectName: "Patricia", before: PAT.after, after: '{"gave_name":"Patricia","gave_age":40,"source":"a-talk"}' };
  assert.deepEqual(things([renamed], false)[0]?.fields, [
    { field: "Name", before: "Pat", after: "Patricia" },
    { field: "Basis", before: "stated", after: "" },
  ]);
  assert.equal(things([{ ...NEEDS, subjectName: "Pat" }], false)[0]?.fate, "CHANGED");
});

test("a disagreement is read from what datasets give", () => {
  const read = disagreement({ field: "customer_kind", shown: '{"value":"shops"}', given: '{"first-talk":"shops","survey":"homes"}' });
  assert.deepEqual(read, {
    field: "Customer kind", shown: "shops",
    given: [{ dataset: "First talk", value: "shops" }, { dataset: "Survey", value: "homes" }],
  });
});

test("a page ends where a thing ends", () => {
  const page = (...subjects: string[]) => subjects.map((subject) => ({ subject }));
  assert.deepEqual(untilLast(page("a", "b", "c", "c")), page("a", "b"));
  assert.deepEqual(untilLast(page("c", "c")), page("c", "c"));
});
