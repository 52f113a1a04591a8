import type { Basis } from "../../parts/marks.tsx";
import type { CurvePointFragment } from "./curve.graphql.ts";
import type { MapModel } from "./model.ts";

/** Emotion curves, laid over the columns of a map. */

export interface Point {
  /** The key of the feeling. */
  readonly key: string;
  /** Where it is, in columns: 1.5 is the middle of the second. */
  readonly at: number;
  readonly column: number;
  readonly score: number;
  readonly emotion: string | undefined;
  readonly description: string | undefined;
  readonly basis: Exclude<Basis, "gap">;
  readonly source: string | undefined;
  readonly quotes: number;
  readonly lowest: boolean;
  /** Felt wherever the touchpoint is used, not at this step in particular. */
  readonly anywhere: boolean;
  /** Whether the curve goes through it; others differ from it, or are closer than the zoom. */
  readonly main: boolean;
}

/** A feeling about several columns as a whole, such as those of a stage. */
export interface Span extends Omit<Point, "at" | "column"> {
  readonly first: number;
  readonly last: number;
}

export interface Curve {
  readonly persona: { readonly key: string; readonly name: string };
  /** Which hue, dash and marker the persona has. */
  readonly place: number;
  /** Of which of two journeys it is, where two are compared; the earlier one's is drawn more thinly. */
  readonly side: "before" | "after" | undefined;
  readonly points: readonly Point[];
  readonly spans: readonly Span[];
  /** The main points in order, cut where a column between two of them has no feeling. */
  readonly segments: readonly (readonly Point[])[];
  /** Columns for which sources give different scores. */
  readonly disputed: readonly number[];
  /** Feelings that have a word and no score: they have a column, and no place on the curve. */
  readonly unscored: readonly { readonly column: number; readonly word: string }[];
}

type Row = CurvePointFragment;
type Columns = readonly {
  readonly key: string;
  readonly step: string | undefined;
  /** Whether there is nothing to feel, as the journey has no step here. */
  readonly empty?: boolean;
}[];
interface Found {
  readonly row: Row;
  readonly column: number;
  /** Whether it is said of a micro-moment. */
  readonly close: boolean;
}

const RANK: Record<Point["basis"], number> = { measured: 2, stated: 1, inferred: 0 };

/** The curve of each persona in the rows, in their order. */
export function curves(model: MapModel, rows: readonly Row[]): Curve[] {
  const whole = model.zoom === "phase" ? miniature : curve;
  return [...Map.groupBy(rows, ({ persona }) => persona.key).values()].map((own) => whole(model, own));
}

function curve(model: MapModel, rows: readonly Row[]): Curve {
  const columns = model.columns.map(({ ref: { kind, key }, step }) => ({ key, step, empty: kind === "nothing" }));
  const stages = new Map(model.groups.map(({ ref: { key }, first, size }) => [key, [first, first + size - 1] as const]));
  return drawn(rows, columns, stages, model.zoom === "micro");
}

/** Seen from far away, a journey is one column with its whole curve in it; curves of two journeys don't touch. */
function miniature(model: MapModel, rows: readonly Row[]): Curve {
  const parts = [...Map.groupBy(rows, ({ journey }) => journey.key)].flatMap(([journey, own]) => {
    const column = model.columns.findIndex(({ ref: { key } }) => key === journey);
    if (column < 0) return [];
    const steps = [...new Set(own.flatMap(({ step }) => step?.key ?? []))];
    const small = drawn(own, steps.map((step) => ({ key: step, step })), new Map(), false);
    const shrunk = (point: Point): Point => ({ ...point, column, at: column + point.at / Math.max(steps.length, 1) });
    return [{ ...small, points: small.points.map(shrunk), segments: small.segments.map((one) => one.map(shrunk)) }];
  });
  return {
    ...head(rows),
    points: parts.flatMap(({ points }) => points),
    spans: [],
    segments: parts.flatMap(({ segments }) => segments),
    disputed: [],
    unscored: [],
  };
}

function drawn(
  rows: readonly Row[],
  columns: Columns,
  stages: ReadonlyMap<string, readonly [number, number]>,
  close: boolean,
): Curve {
  const place = places(columns, stages);
  const spans: Span[] = [];
  const found: Found[] = [];
  const unscored: Curve["unscored"][number][] = [];
  for (const row of rows) {
    const [first, last] = row.gap ? [-1, -1] : place(row);
    if (first < 0) continue;
    if (row.score === null) {
      const word = row.emotion?.name ?? row.description;
      if (word) unscored.push({ column: first, word });
      continue;
    }
    if (last > first || !row.step) spans.push({ ...read(row), main: false, first, last });
    else found.push({ row, column: first, close: row.microMoment !== null });
  }
  const points = [...Map.groupBy(found, ({ column }) => column).values()].flatMap((there) => inColumn(there, close));
  return {
    ...head(rows),
    points,
    spans,
    segments: segments(points.filter(({ main }) => main), columns),
    disputed: disputed(points),
    unscored,
  };
}

function head(rows: readonly Row[]): Pick<Curve, "persona" | "place" | "side"> {
  const { key = "", name = null } = rows[0]?.persona ?? {};
  return { persona: { key, name: name ?? key }, place: 0, side: undefined };
}

/** The first and last column of a row's place; -1 where it has none. */
function places(
  columns: Columns,
  stages: ReadonlyMap<string, readonly [number, number]>,
): (row: Row) => readonly [number, number] {
  const exact = new Map(columns.map(({ key }, column) => [key, column]));
  const ofStep = Map.groupBy(columns.keys(), (column) => columns[column]?.step);
  return ({ stage, step, microMoment }) => {
    const own = microMoment ? exact.get(microMoment.key) : undefined;
    if (own !== undefined) return [own, own];
    if (!step) return stages.get(stage.key) ?? [-1, -1];
    const those = ofStep.get(step.key) ?? [];
    return [those[0] ?? -1, those.at(-1) ?? -1];
  };
}

function read(row: Row): Omit<Point, "at" | "column" | "main"> {
  const [claim] = row.evidence;
  return {
    key: claim?.start.replace("feeling:", "") ?? "",
    score: row.score ?? 0,
    emotion: row.emotion?.name ?? undefined,
    description: row.description ?? undefined,
    basis: (claim?.basis.toLowerCase() ?? "stated") as Point["basis"],
    source: claim?.source ?? undefined,
    quotes: claim?.quotes.length ?? 0,
    lowest: row.lowest,
    anywhere: row.whereverUsed,
  };
}

/**
 * The points of one column. What is said of the column itself stands in its middle, and the curve goes through the claim
 * with the strongest basis, then the newest; what is said of moments inside is spread. Without the one, the curve goes
 * through the other.
 */
function inColumn(found: readonly Found[], close: boolean): Point[] {
  const inside = found.filter((one) => one.close && !close);
  const here = found.filter((one) => !inside.includes(one)).toSorted(bySay);
  return [
    ...here.map(({ row, column }, number) => ({ ...read(row), column, at: column + 0.5, main: number === 0 })),
    ...inside.map(({ row, column }, number) => ({
      ...read(row),
      column,
      at: column + (number + 1) / (inside.length + 1),
      main: here.length === 0,
    })),
  ];
}

/** Which of two claims about one place the curve follows: the closer one, the stronger basis, the newer run. */
function bySay(a: Found, b: Found): number {
  const [one, other] = [read(a.row), read(b.row)];
  return (
    Number(b.close) - Number(a.close) ||
    Number(one.anywhere) - Number(other.anywhere) ||
    RANK[other.basis] - RANK[one.basis] ||
    (b.row.evidence[0]?.run ?? 0) - (a.row.evidence[0]?.run ?? 0)
  );
}

/** Main points in order, cut wherever a place between two of them could have a feeling and has none. */
function segments(main: readonly Point[], columns: Columns): Point[][] {
  const cut: Point[][] = [];
  const gap = (from: number, to: number) => columns.slice(from + 1, to).some(({ empty }) => !empty);
  for (const point of main.toSorted((a, b) => a.at - b.at)) {
    const last = cut.at(-1);
    const before = last?.at(-1);
    if (last && before && !gap(before.column, point.column)) last.push(point);
    else cut.push([point]);
  }
  return cut;
}

/** Columns where the middle has different scores. */
function disputed(points: readonly Point[]): number[] {
  const middle = points.filter(({ at, column }) => at === column + 0.5);
  return [...Map.groupBy(middle, ({ column }) => column)].flatMap(([column, there]) =>
    new Set(there.map(({ score }) => score)).size > 1 ? [column] : [],
  );
}
