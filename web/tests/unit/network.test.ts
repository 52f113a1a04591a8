import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST, hiddenIn, linesOf, MORE, MOST, neighboursIn, nodesOf, settle, type Shown, sum, towards } from "../../explorer/src/views/graph/network.ts";

const shown = (id: string): Shown => ({ id, kind: "persona", key: id.split(":")[1] ?? "", name: id });
const all = { kinds: [], bases: [] };

/** A neighbour of a node, both as `kind:key`. */
function row(from: string, to: string, ...bases: ("STATED" | "INFERRED" | "MEASURED")[]) {
  const [node, neighbour] = [from, to].map((id) => ({ kind: id.split(":")[0] ?? "", key: id.split(":")[1] ?? "", name: id }));
  assert.ok(node && neighbour);
  return { node, neighbour, evidence: bases.map((basis) => ({ basis })) };
}

const line = (from: string, to: string) => ({ id: `${from}~X~${to}`, from, to, relationship: "X", basis: "stated" as const });

test("the first neighbours come, then for each opening those that are not there yet, and never more than can be read", () => {
  const many = (name: string) => Array.from({ length: 150 }, (_, at) => shown(`persona:${name}${at}`));
  const [own, other] = [many("a"), many("b")];
  assert.equal(nodesOf(shown("persona:root"), own, []).length, FIRST);
  const opened = nodesOf(shown("persona:root"), own, [[...own, ...other]]);
  assert.equal(opened.length, FIRST + MORE);
  assert.equal(opened.at(-1)?.id, `persona:a${FIRST + MORE - 2}`);
  assert.equal(nodesOf(shown("persona:root"), own, Array.from({ length: 9 }, () => other)).length, MOST);
});

test("of several claims the strongest basis is drawn", () => {
  const link = (...bases: string[]) => ({ link: { start: { kind: "a", key: "1" }, relationship: "X", end: { kind: "b", key: "2" }, strength: null, evidence: bases.map((basis) => ({ source: "s", basis })) } });
  assert.deepEqual(
    linesOf([link("INFERRED"), link("INFERRED", "STATED"), link("STATED", "MEASURED"), link()] as never).map(({ basis }) => basis),
    ["inferred", "stated", "measured", "stated"],
  );
});

test("lines are those on the bases that are looked at", () => {
  const link = (key: string, basis: string) => ({ link: { start: { kind: "a", key }, relationship: "X", end: { kind: "b", key }, strength: null, evidence: [{ source: "s", basis }] } });
  assert.deepEqual(linesOf([link("1", "INFERRED"), link("2", "STATED")] as never, ["stated"]).map(({ id }) => id), ["a:2~X~b:2"]);
});

test("neighbours count once, by kind and basis, and those that are there already are not promised", () => {
  const rows = [
    row("a:1", "b:2", "STATED"),
    row("a:1", "b:2", "INFERRED"),
    row("a:1", "b:3", "INFERRED"),
    row("a:1", "c:4"),
    row("b:2", "a:1", "STATED"),
  ];
  assert.deepEqual(neighboursIn(rows.slice(0, 4), all).map(({ id }) => id), ["b:2", "b:3", "c:4"]);
  assert.deepEqual(neighboursIn(rows.slice(0, 4), { kinds: ["b"], bases: ["stated"] }).map(({ id }) => id), ["b:2"]);
  const hidden = hiddenIn(rows, new Set(["a:1", "b:2"]), all);
  assert.deepEqual([...(hidden.get("a:1") ?? [])], [["b", 1], ["c", 1]]);
  assert.equal(sum(hidden.get("b:2")), 0);
  assert.equal(sum(hiddenIn(rows, new Set(["a:1", "b:2"]), { kinds: ["c"], bases: [] }).get("a:1")), 1);
  assert.equal(sum(hidden.get("nobody")), 0);
});

test("nodes settle apart from one another, and those that had a place keep it", () => {
  const nodes = Array.from({ length: 40 }, (_, at) => shown(`p:${at}`));
  const lines = nodes.slice(1).map(({ id }) => line("p:0", id));
  const places = settle(nodes, lines, new Map());
  for (const [one, a] of places) {
    for (const [other, b] of places) {
      if (one < other) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 120, `${one} lies on ${other}`);
    }
  }
  const added = Array.from({ length: 25 }, (_, at) => shown(`p:new${at}`));
  const more = settle([...nodes, ...added], [...lines, ...added.map(({ id }) => line("p:0", id))], places);
  for (const [id, place] of places) assert.deepEqual(more.get(id), place);
  for (const { id } of added) {
    const a = more.get(id) ?? assert.fail();
    for (const [other, b] of more) if (other !== id) assert.ok(Math.abs(a.x - b.x) >= 180 || Math.abs(a.y - b.y) >= 70, `${id} lies on ${other}`);
  }
});

test("an arrow leads to the nearest node in its direction", () => {
  const places = new Map([["a", { x: 0, y: 0 }], ["right", { x: 100, y: 30 }], ["far", { x: 300, y: 0 }], ["below", { x: 10, y: 90 }]]);
  assert.deepEqual(["ArrowRight", "ArrowDown", "ArrowLeft", "Tab"].map((key) => towards({ x: 0, y: 0 }, places, key)), ["right", "below", undefined, undefined]);
});
