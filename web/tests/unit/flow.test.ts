import assert from "node:assert/strict";
import { test } from "node:test";
import { Chains, finding, flow } from "../../explorer/src/views/trace/flow.ts";
import { lines } from "../../explorer/src/views/trace/lines.ts";

const edges = <T>(...nodes: T[]) => ({ edges: nodes.map((node) => ({ node })) });
const goal = (key: string, brands = edges({ key: "b", name: "Brand" })) => ({
  kind: "BRAND_GOAL", key, name: key, owner: null, target: null, pursuedBy: brands,
});
const cx = (key: string, ...goals: unknown[]) => ({ kind: "CX_GOAL", key, name: key, owner: null, target: null, advances: edges(...goals) });
const moment = (serves: unknown[], fulfils: unknown[] = []) => ({
  kind: "MOMENT_OF_TRUTH", key: "m", name: "The moment", description: null,
  shows: { edges: [{ node: { key: "p" }, assertions: [{ visible: false }] }] },
  occursAt: edges({ kind: "STEP", key: "j/s/a", name: "Step", stage: { name: "Stage", journey: { key: "j", name: "Journey" } } }),
  serves: edges(...serves), fulfils: edges(...fulfils),
});
const claim = (basis: string, more = {}) => ({ source: "s", basis, quotes: [], locator: null, note: null, ...more });
const link = (start: string, relationship: string, end: string, strength: number | null, ...evidence: unknown[]) => {
  const ref = (text: string) => ({ kind: text.split(":")[0], key: text.split(":")[1] });
  return { start: ref(start), relationship, end: ref(end), strength, evidence };
};

/** A moment that serves two goals, of which one leads nowhere, and fulfils a promise that upholds a goal without a brand. */
const ROOT = moment([cx("c1", goal("g1")), cx("c2")], [{ kind: "BRAND_PROMISE", key: "p", name: "Promise", upholds: edges(goal("g2", edges())) }]);
const LINKS = [
  link("moment_of_truth:m", "OCCURS_AT", "step:j/s/a", null, claim("STATED", { locator: "p. 3" })),
  link("moment_of_truth:m", "SERVES", "cx_goal:c1", 3, claim("INFERRED"), claim("STATED", { quotes: ["q"] }), claim("STATED", { source: "t" })),
  link("moment_of_truth:m", "SERVES", "cx_goal:c2", 1, claim("INFERRED")),
  link("moment_of_truth:m", "FULFILS", "brand_promise:p", null, claim("MEASURED")),
  link("moment_of_truth:m", "SHOWS", "brand_promise:p", null, claim("STATED")),
  link("cx_goal:c1", "ADVANCES", "brand_goal:g1", 2, claim("STATED")),
  link("brand_promise:p", "UPHOLDS", "brand_goal:g2", 2, claim("STATED")),
];

const shown = () => {
  const chains = new Chains(ROOT as never);
  return { chains, made: flow(chains, ROOT as never, LINKS as never, 5) };
};

test("every node on the chains is a card, in the column of what it is", () => {
  const { chains, made } = shown();
  assert.deepEqual(
    made.cards.filter(({ gap }) => !gap).map(({ id, column }) => `${column} ${id}`).sort(),
    ["0 step:j/s/a", "1 moment_of_truth:m", "2 brand_promise:p", "2 cx_goal:c1", "2 cx_goal:c2", "3 brand_goal:g1", "3 brand_goal:g2"],
  );
  assert.deepEqual(chains.journey, { key: "j", name: "Journey" });
});

test("a link is a row where it arrives: its strongest basis, its sources, its strength", () => {
  const { made } = shown();
  const rows = (id: string) => made.cards.find((card) => card.id === id)?.rows ?? [];
  assert.deepEqual(rows("cx_goal:c1").map(({ basis, words, strength, selection }) => [basis, words, strength, selection]), [
    ["stated", "2 sources, inferred 1", 3, "moment_of_truth:m~SERVES~cx_goal:c1"],
  ]);
  assert.equal(rows("cx_goal:c2")[0]?.words, "1 source, no quote");
  assert.equal(rows("moment_of_truth:m")[0]?.selection, "moment_of_truth:m~OCCURS_AT~step:j/s/a");
  assert.equal(rows("brand_promise:p").length, 1, "that a moment shows a promise is no link of a chain");
});

test("where a chain breaks off there is a card that says so and leads to what could close it", () => {
  const { made } = shown();
  const gaps = made.cards.filter(({ gap }) => gap);
  assert.deepEqual(gaps.map(({ column, name, gap, rows }) => [column, name, gap?.ways.map(({ to }) => to), rows[0]?.from, rows[0]?.selection]), [
    [3, "No brand goal is linked", ["/find?kind=brand_goal", "/questions/goals-without-moments"], "cx_goal:c2", undefined],
  ]);
  const lacks = new Map(made.cards.map(({ id, lacks: words }) => [id, words]));
  assert.deepEqual(lacks.get("brand_promise:p"), ["Visible to customers: no"]);
  assert.deepEqual(lacks.get("brand_goal:g2"), ["No brand pursues it"]);
  assert.equal(finding(made, "moment_of_truth"), "Reaches 2 of 5 brand goals, 1 chain breaks off, 4 links rest on no quote.");
});

test("a moment that serves nothing has its gap", () => {
  const lonely = moment([]);
  const made = flow(new Chains(lonely as never), lonely as never, [], 5);
  assert.deepEqual(made.cards.filter(({ gap }) => gap).map(({ column, name, gap }) => [column, name, gap?.ways.map(({ to }) => to)]), [
    [2, "It serves nothing", ["/find?kind=cx_goal", "/find?kind=brand_promise"]],
  ]);
});

test("lines leave a card apart from one another and end at their rows", () => {
  const { made } = shown();
  const box = (id: string) => ({ left: 0, top: made.cards.findIndex((card) => card.id === id) * 100, width: 100, height: 60 });
  const drawn = lines(made.cards, box, (id, row) => ({ ...box(id), left: 300, top: box(id).top + 60 + row * 30, height: 30 }));
  const leaving = drawn.filter(({ from }) => from === "moment_of_truth:m").map(({ path }) => Number(/^M100 ([\d.]+)/.exec(path)?.[1])).sort((a, b) => a - b);
  assert.equal(leaving.length, 3);
  assert.deepEqual([(leaving[1] ?? 0) - (leaving[0] ?? 0), (leaving[2] ?? 0) - (leaving[1] ?? 0)], [9, 9]);
  assert.equal(drawn.length, made.cards.reduce((sum, { rows }) => sum + rows.length, 0));
});
