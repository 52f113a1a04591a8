import { number } from "../../../words.ts";
import type { Row } from "../asking.ts";
import type { NodeValue } from "../values.ts";
import type { Matrix, MatrixCell, Scatter } from "./picture.ts";
import { neighbours, node, nodesIn, num, once, ref, rowsIn, text } from "./reading.ts";

interface Filled {
  readonly row: NodeValue;
  readonly column: NodeValue | undefined;
  readonly value: number;
  readonly text: string;
}

/** A matrix of what is given for a row and a column; a row without any is there too. */
function matrix(corner: string, filled: readonly Filled[], note: (row: NodeValue) => string | undefined = () => undefined): Matrix {
  const columns = once(filled.flatMap(({ column }) => column ?? []));
  const most = Math.max(1, ...filled.map(({ value }) => value));
  const cells = new Map<string, MatrixCell>();
  for (const { row, column, value, text: words } of filled) {
    if (column) cells.set(`${ref(row)} ${ref(column)}`, { text: words, weight: value / most });
  }
  return {
    type: "matrix",
    corner,
    columns,
    rows: once(filled.map(({ row }) => row)).map((row) => ({
      node: row,
      note: note(row),
      cells: columns.map((column) => cells.get(`${ref(row)} ${ref(column)}`)),
    })),
  };
}

const PHASE: NodeValue = { kind: "phase", key: "", name: "not recorded" };

/** Through how many steps each phase uses each channel. */
export function channelsInPhase(rows: readonly Row[]): Matrix {
  return matrix(
    "Steps",
    rows.map((row) => ({
      row: node(row, "phase") ?? PHASE,
      column: node(row, "channel"),
      value: num(row, "steps") ?? 0,
      text: number(num(row, "steps") ?? 0),
    })),
  );
}

/** Why customers left, and where they were last met. */
export function leaveReasons(rows: readonly Row[]): Matrix {
  const nobody = (kind: string): NodeValue => ({ kind, key: "", name: "not recorded" });
  const sums = new Map<string, Filled & { value: number }>();
  for (const row of rows) {
    const reason = node(row, "reason") ?? nobody("churn_signal");
    const place = node(row, "lastMetAt") ?? nobody("touchpoint");
    const id = `${ref(reason)} ${ref(place)}`;
    const value = (sums.get(id)?.value ?? 0) + (num(row, "count") ?? 0);
    sums.set(id, { row: reason, column: place, value, text: number(value) });
  }
  return matrix("Left", [...sums.values()]);
}

/** By which methods each touchpoint was found. */
export function touchpointsByMethod(rows: readonly Row[]): Matrix {
  return matrix(
    "Found by",
    rows.flatMap((row) => {
      const touchpoint = node(row, "touchpoint") ?? PHASE;
      const found = neighbours(row, "foundBy").map((column) => ({ row: touchpoint, column, value: 1, text: "✓" }));
      const not = nodesIn(row, "notFoundBy").map((column) => ({ row: touchpoint, column, value: 0, text: "–" }));
      return [...found, ...not];
    }),
  );
}

/** Under which definitions each moment counts. */
export function momentsByDefinition(rows: readonly Row[]): Matrix {
  return matrix(
    "Counts under",
    rows.flatMap((row): Filled[] => {
      const moment = node(row, "moment") ?? PHASE;
      const counts = neighbours(row, "countsUnder").map((column) => ({ row: moment, column, value: 1, text: "✓" }));
      const not = nodesIn(row, "notUnder").map((column) => ({ row: moment, column, value: 0, text: "–" }));
      const all = [...counts, ...not];
      return all.length > 0 ? all : [{ row: moment, column: undefined, value: 0, text: "" }];
    }),
  );
}

/** How much content each phase has, how many needs, and what is missing. */
export function contentAndNeeds(rows: readonly Row[]): Matrix {
  const content: NodeValue = { kind: "content", key: "", name: "Contents" };
  const needs: NodeValue = { kind: "need", key: "", name: "Needs" };
  const answered: NodeValue = { kind: "need", key: "answered", name: "Needs answered" };
  const gaps = new Map(rows.map((row) => [ref(node(row, "phase") ?? PHASE), text(row, "gap")?.toLowerCase().replaceAll("_", " ")]));
  return matrix(
    "How many",
    rows.flatMap((row) => {
      const phase = node(row, "phase") ?? PHASE;
      const all = rowsIn(row, "needs");
      const met = all.filter((need) => rowsIn(need, "answeredBy").length > 0).length;
      const cell = (column: NodeValue, value: number) => ({ row: phase, column, value, text: number(value) });
      return [cell(content, rowsIn(row, "contents").length), cell(needs, all.length), cell(answered, met)];
    }),
    (row) => gaps.get(ref(row)),
  );
}

/** What is important to customers and doesn't satisfy them: invest at the bottom right. */
export function whereToInvest(rows: readonly Row[], given: Readonly<Record<string, unknown>>): Scatter {
  const [important, satisfied] = [Number(given.importantFrom ?? 4), Number(given.satisfiedFrom ?? 3.5)];
  return {
    type: "scatter",
    x: { label: "Importance", range: [1, 5], mark: important },
    y: { label: "Satisfaction", range: [1, 5], mark: satisfied },
    points: rows.flatMap((row) => {
      const touchpoint = node(row, "touchpoint");
      const [x, y] = [num(row, "importance"), num(row, "satisfaction")];
      return touchpoint && x !== null && y !== null ? [{ node: touchpoint, x, y, strong: x >= important && y < satisfied }] : [];
    }),
  };
}

