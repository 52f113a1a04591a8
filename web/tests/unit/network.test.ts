import assert from "node:assert/strict";
import { test } from "node:test";
import { hidden, linesOf, MOST, nodesOf, settle, type Shown, towards } from "../../explorer/src/views/graph/network.ts";

const shown = (id: string, degree = 1): Shown => ({ id, kind: "persona", key: id.split(":")[1] ?? "", name: id, degree });
const row = (key: string, degree = 1) => ({ node: { kind: "persona", key: "root", name: null }, neighbour: { kind: "persona", key, name: null }, degree });
const line = (from: string, to: string) => ({ id: `${from}~X~${to}`, from, to, relationship: "X", basis: "stated" as const });

test("nodes come once, at most as many as can be read, and what is left out is counted", () => {
  const many = Array.from({ length: 150 }, (_, at) => row(`n${at}`));
  const { nodes, left } = nodesOf(shown("persona:root"), [many, [row("n1"), row("root")]]);
  assert.equal(nodes.length, MOST);
  assert.equal(left, 151 - MOST);
});

test("of several claims the strongest basis is drawn", () => {
  const link = (...bases: string[]) => ({ link: { start: { kind: "a", key: "1" }, relationship: "X", end: { kind: "b", key: "2" }, strength: null, evidence: bases.map((basis) => ({ source: "s", basis })) } });
  assert.deepEqual(
    linesOf([link("INFERRED"), link("INFERRED", "STATED"), link("STATED", "MEASURED"), link()] as never).map(({ basis }) => basis),
    ["inferred", "stated", "measured", "stated"],
  );
});

test("what is not shown around a node is told, and neighbours count once", () => {
  assert.equal(hidden(shown("a:1", 5), [line("a:1", "b:2"), line("b:2", "a:1"), line("a:1", "c:3")]), 3);
  assert.equal(hidden({ ...shown("a:1"), degree: undefined }, []), 0);
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
  const more = settle([...nodes, shown("p:new")], [...lines, line("p:3", "p:new")], places);
  for (const [id, place] of places) assert.deepEqual(more.get(id), place);
  assert.ok(more.has("p:new"));
});

test("an arrow leads to the nearest node in its direction", () => {
  const places = new Map([["a", { x: 0, y: 0 }], ["right", { x: 100, y: 30 }], ["far", { x: 300, y: 0 }], ["below", { x: 10, y: 90 }]]);
  assert.deepEqual(["ArrowRight", "ArrowDown", "ArrowLeft", "Tab"].map((key) => towards({ x: 0, y: 0 }, places, key)), ["right", "below", undefined, undefined]);
});
