import assert from "node:assert/strict";
import { test } from "node:test";
import { comparison } from "../../explorer/src/views/journeys/comparison.ts";
import { curves } from "../../explorer/src/views/journeys/curve.ts";
import type { CurvePointFragment } from "../../explorer/src/views/journeys/curve.graphql.ts";
import { labelOf, labels } from "../../explorer/src/views/journeys/labels.ts";
import { backings, type Cell } from "../../explorer/src/views/journeys/lanes.ts";
import { marksOf } from "../../explorer/src/views/journeys/legend.ts";
import { columnOf, type Journey, journeyModel } from "../../explorer/src/views/journeys/model.ts";
import { bandOf, heightOf, paths } from "../../explorer/src/views/journeys/scale.ts";
import { sheets } from "../../explorer/src/views/journeys/sheets.ts";

const edges = <T>(...nodes: T[]) => ({ totalCount: nodes.length, edges: nodes.map((node) => ({ node })) });
const channel = (key: string) => ({ key, name: key });

function step(key: string, micro: string[] = [], via: string[] = []) {
  return {
    key,
    name: `Step ${key}`,
    at: edges(),
    via: edges(...via.map(channel)),
    momentsOfTruth: edges(),
    microMoments: edges(
      ...micro.map((one) => ({ key: `${key}/${one}`, name: one, description: null, momentsOfTruth: edges() })),
    ),
  };
}

/** Two stages: the first with steps a and b, of which b has two micro-moments; the second without any. */
const JOURNEY = {
  key: "j",
  name: "A journey",
  description: null,
  state: "AS_IS",
  within: edges(),
  for: edges(),
  revises: edges(),
  revisedBy: edges(),
  stages: edges(
    { id: "1", key: "j/s", name: "First", steps: edges(step("j/s/a", [], ["web"]), step("j/s/b", ["x", "y"], ["app", "web"])) },
    { id: "2", key: "j/t", name: "Second", steps: edges() },
  ),
} as unknown as Journey;

interface Felt {
  persona?: string;
  step?: string | null;
  micro?: string;
  score?: number | null;
  basis?: "STATED" | "INFERRED" | "MEASURED";
  run?: number;
  lowest?: boolean;
  used?: boolean;
}

let number = 0;

function row({ persona = "p", step: at = "j/s/a", micro, score = 0, basis = "STATED", run = 1, lowest = false, used = false }: Felt) {
  number += 1;
  return {
    persona: { key: persona, name: persona },
    journey: { key: "j" },
    stage: { key: "j/s" },
    step: at === null ? null : { key: at },
    microMoment: micro ? { key: micro } : null,
    whereverUsed: used,
    gap: score === null,
    score,
    emotion: null,
    description: null,
    lowest,
    evidence: score === null ? [] : [{ claim: "Feeling", start: `feeling:f${number}`, source: "s", basis, quotes: [], run }],
  } as CurvePointFragment;
}

test("a column stands for each step, and closer for each micro-moment and each step without any", () => {
  const near = journeyModel(JOURNEY, "journey");
  assert.deepEqual(near.columns.map(({ ref }) => `${ref.kind}:${ref.key}`), ["step:j/s/a", "step:j/s/b", "stage:j/t"]);
  assert.deepEqual(near.groups.map(({ first, size }) => [first, size]), [[0, 2], [2, 1]]);
  assert.deepEqual(near.channels.map(({ key }) => key), ["web", "app"]);
  const close = journeyModel(JOURNEY, "micro");
  assert.deepEqual(close.columns.map(({ ref }) => ref.key), ["j/s/a", "j/s/b/x", "j/s/b/y", "j/t"]);
});

test("zooming keeps a thing in place: itself, what contains it, or what lies in it", () => {
  const [near, close] = [journeyModel(JOURNEY, "journey"), journeyModel(JOURNEY, "micro")];
  assert.equal(columnOf(close, { kind: "step", key: "j/s/b" }), 1);
  assert.equal(columnOf(near, { kind: "micro_moment", key: "j/s/b/y" }), 1);
  assert.equal(columnOf(near, { kind: "stage", key: "j/s" }), 0);
  assert.equal(columnOf(near, { kind: "step", key: "elsewhere/a" }), -1);
});

test("the curve goes through the strongest claim, then the newest; the others stand beside it as disputed", () => {
  const model = journeyModel(JOURNEY, "journey");
  const [curve] = curves(model, [
    row({ score: -0.2, basis: "INFERRED", run: 9 }),
    row({ score: 0.4, basis: "STATED", run: 1 }),
    row({ score: 0.5, basis: "STATED", run: 2 }),
    row({ score: 0.9, basis: "MEASURED", used: true }),
  ]);
  const main = curve?.points.filter((point) => point.main).map(({ score }) => score);
  assert.deepEqual(main, [0.5]);
  assert.deepEqual(curve?.disputed, [0]);
});

test("what is felt at moments inside stands in the column, and makes the curve only where the step has nothing itself", () => {
  const model = journeyModel(JOURNEY, "journey");
  const inside = [row({ step: "j/s/b", micro: "j/s/b/x", score: 0.1 }), row({ step: "j/s/b", micro: "j/s/b/y", score: -0.8, lowest: true })];
  const [alone] = curves(model, inside);
  assert.deepEqual(alone?.points.map(({ at, main }) => [at.toFixed(2), main]), [["1.33", true], ["1.67", true]]);
  const [whole] = curves(model, [row({ step: "j/s/b", score: -0.5 }), ...inside]);
  assert.deepEqual(whole?.points.map(({ at, main }) => [at.toFixed(2), main]), [["1.50", true], ["1.33", false], ["1.67", false]]);
});

test("closer, a feeling about the whole step spans its moments; one about a stage always spans", () => {
  const [curve] = curves(journeyModel(JOURNEY, "micro"), [row({ step: "j/s/b", score: 0.2 }), row({ step: null, score: 0.3 })]);
  assert.deepEqual(curve?.spans.map(({ first, last, score }) => [first, last, score]), [[1, 2, 0.2], [0, 2, 0.3]]);
});

test("a curve is cut where a step could have a feeling and has none, and the gap is bridged by a straight line", () => {
  const journey = { ...JOURNEY, stages: edges({ id: "1", key: "j/s", name: "S", steps: edges(step("j/s/a"), step("j/s/b"), step("j/s/c"), step("j/s/d")) }) };
  const model = journeyModel(journey as unknown as Journey, "journey");
  const [curve] = curves(model, [row({ step: "j/s/a" }), row({ step: "j/s/b", score: null }), row({ step: "j/s/c" }), row({ step: "j/s/d" })]);
  assert.deepEqual(curve?.segments.map((segment) => segment.map(({ column }) => column)), [[0], [2, 3]]);
  const drawn = paths(curve ?? assert.fail(), (at) => at * 100, heightOf);
  assert.deepEqual([drawn.lines.length, drawn.bridges], [1, ["M50,101.5L250,101.5"]]);
});

test("a feeling without a score has its column and no place on the curve", () => {
  const felt = { ...row({ step: "j/s/b", score: null }), gap: false, emotion: { name: "anxious" } } as CurvePointFragment;
  const [curve] = curves(journeyModel(JOURNEY, "journey"), [row({ step: "j/s/a" }), felt]);
  assert.deepEqual([curve?.points.length, curve?.unscored], [1, [{ column: 1, word: "anxious" }]]);
});

test("scores lie in five bands that meet at 0.2 and 0.6", () => {
  assert.deepEqual(
    [1, 0.6, 0.59, 0.2, 0.19, 0, -0.19, -0.2, -0.59, -0.6, -1].map((score) => bandOf(score).word),
    ["very good", "very good", "good", "good", "neutral", "neutral", "neutral", "low", "low", "very low", "very low"],
  );
  assert.ok(heightOf(1) < heightOf(0) && heightOf(0) < heightOf(-1));
});

test("labels of lowest points are all there, and none lies on another", () => {
  const model = journeyModel(JOURNEY, "journey");
  const drawn = curves(model, ["p", "q", "r"].map((persona) => row({ persona, score: -0.9, lowest: true })));
  const placed = labels(drawn, 124, 372);
  assert.equal(placed.length, 3);
  for (const [one, label] of placed.entries()) {
    for (const other of placed.slice(one + 1)) assert.ok(Math.abs(label.y - other.y) >= 22, JSON.stringify(placed));
  }
});

test("a label says of which of two journeys it tells, and lies on nothing that is felt without a score", () => {
  const model = journeyModel(JOURNEY, "journey");
  const felt = { ...row({ score: null }), gap: false, emotion: { name: "anxious" } } as CurvePointFragment;
  const [curve] = curves(model, [row({ score: -0.9, lowest: true }), felt]);
  const [label] = labels([{ ...(curve ?? assert.fail()), side: "before" }], 124, 372);
  assert.ok(label && label.y + 22 <= 182, `${label?.y}`);
  assert.equal(labelOf(label.point, label.side), "before ▾ −0.9");
});

test("a legend has a word for each mark that is there, and for no other", () => {
  const model = journeyModel(JOURNEY, "journey");
  const drawn = curves(model, [row({ lowest: true }), row({ score: 0.5, basis: "INFERRED" })]);
  const cell: Cell = { pains: [], metrics: [], ideas: [], behind: [], evidence: 1, against: 1 };
  assert.deepEqual(marksOf([{ model, cells: [cell, undefined] }], drawn), ["stated", "inferred", "aside", "lowest", "against"]);
  assert.deepEqual(marksOf([{ model, cells: [] }, { model, cells: [] }], []), ["before", "after"]);
});

test("two journeys stand column by column, what falls away where it was, and a curve does not break where there is no step", () => {
  const model = (key: string, ...names: string[]) =>
    journeyModel({ ...JOURNEY, key, stages: edges({ id: key, key: `${key}/s`, name: "S", steps: edges(...names.map((name) => step(`${key}/s/${name}`))) }) } as unknown as Journey, "journey");
  const side = (key: string) => ({ step: { key, name: key }, stage: { key: "s", name: "S" } });
  const rows = [
    { change: "UNCHANGED", differences: [], before: side("j/s/a"), after: side("k/s/a") },
    { change: "ADDED", differences: [], before: null, after: side("k/s/new") },
    { change: "CHANGED", differences: ["PAIN_POINTS"], before: side("j/s/c"), after: side("k/s/c") },
    { change: "REMOVED", differences: [], before: side("j/s/b"), after: null },
  ].map((one) => ({ asIs: { key: "j" }, toBe: { key: "k" }, ...one })) as never;
  const made = comparison(model("j", "a", "b", "c"), model("k", "a", "new", "c"), rows, false);
  assert.deepEqual(made.pairs.map(({ mark }) => mark), ["same", "removed", "added", "changed"]);
  assert.deepEqual(made.before.columns.map(({ ref }) => ref.kind), ["step", "step", "nothing", "step"]);
  assert.deepEqual(made.pairs[3]?.differences, ["pain points"]);
  const [then] = curves(made.before, [row({ step: "j/s/a" }), row({ step: "j/s/b" }), row({ step: "j/s/c" })]);
  assert.equal(then?.segments.length, 1);
  assert.equal(comparison(model("j", "a", "b", "c"), model("k", "a", "new", "c"), rows, true).pairs.length, 3);
});

test("columns with the same behind them are one", () => {
  const cell = (...names: string[]): Cell => ({
    pains: [], metrics: [], ideas: [], evidence: 0, against: 0,
    behind: names.map((name) => ({ kind: "stakeholder", key: name, name })),
  });
  const runs = backings([cell("a"), cell("a"), undefined, cell("a", "b")]);
  assert.deepEqual(runs.map(({ first, size, behind }) => [first, size, behind?.length]), [[0, 2, 1], [2, 1, undefined], [3, 1, 2]]);
});

test("a sheet of paper holds whole stages, 14 columns at most, and a longer stage is cut", () => {
  const groups = (...sizes: number[]) => {
    let first = 0;
    return sizes.map((size, at) => {
      const group = { ref: { kind: "stage", key: String(at) }, name: "", first, size };
      first += size;
      return group;
    });
  };
  const cut = (...sizes: number[]) => sheets({ groups: groups(...sizes), columns: Array.from({ length: sizes.reduce((a, b) => a + b) }) as never });
  assert.deepEqual(cut(5, 5, 4), [[0, 14]]);
  assert.deepEqual(cut(5, 5, 5), [[0, 10], [10, 15]]);
  assert.deepEqual(cut(2, 30), [[0, 2], [2, 16], [16, 30], [30, 32]]);
});
