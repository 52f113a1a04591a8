import type { CurvePointFragment } from "./curve.graphql.ts";
import type { Curve } from "./curve.ts";
import type { LanesQuery, MetricReadingFragment, PainFragment } from "./lanes.graphql.ts";
import { type Column, distinct, type MapModel, type Named, type Zoom } from "./model.ts";

/** What stands in the lanes below the curve, by column. */

export const LANES = {
  evidence: "Evidence",
  micro: "Micro-moments",
  channel: "Channel",
  pains: "Pain points",
  backstage: "Backstage",
  metrics: "Metrics",
  ideas: "Ideas",
} as const;

export type Lane = keyof typeof LANES;

/** What a lane is called; from far away, what lies inside a journey are stages. */
export function laneName(lane: Lane, zoom: Zoom): string {
  return lane === "micro" && zoom === "phase" ? "Stages" : lane === "micro" && zoom === "micro" ? "In words" : LANES[lane];
}

export interface Pain extends Named {
  readonly severity: number;
  /** The keys of the personas that it hurts. */
  readonly hurts: readonly string[];
}

export interface Metric {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly n: number | undefined;
  /** Of those invited, how many replied, from 0 to 1. */
  readonly replied: number | undefined;
  readonly among: string | undefined;
}

export interface Idea extends Named {
  readonly kind: "opportunity" | "solution";
}

/** Who acts or what works behind a column. */
export interface Behind extends Named {
  readonly kind: "stakeholder" | "system";
}

export interface Cell {
  readonly pains: readonly Pain[];
  readonly metrics: readonly Metric[];
  readonly ideas: readonly Idea[];
  readonly behind: readonly Behind[];
  /** How many quotes, sources and readings speak for what is said here. */
  readonly evidence: number;
  /** How many speak against it, and places where sources differ. */
  readonly against: number;
}

type StageNode = NonNullable<LanesQuery["nodes"][number]>;
type StepNode = Extract<StageNode, { steps: unknown }>["steps"]["edges"][number]["node"];

const SEVERITY = { LOW: 1, MEDIUM: 2, HIGH: 3 } as const;

/** The steps in answers about stages, by key. */
export function stepsIn(answers: readonly LanesQuery[]): Map<string, StepNode> {
  const steps = answers.flatMap(({ nodes }) =>
    nodes.flatMap((node) => (node && "steps" in node ? node.steps.edges.map((edge) => edge.node) : [])),
  );
  return new Map(steps.map((step) => [step.key, step]));
}

/** What stands in a column's cells; undefined where it is not known yet. */
export function cellOf(
  model: MapModel,
  column: number,
  steps: ReadonlyMap<string, StepNode>,
  rows: readonly CurvePointFragment[],
  drawn: readonly Curve[],
): Cell | undefined {
  const at = model.columns[column];
  const step = at?.step === undefined ? undefined : steps.get(at.step);
  if (!at || !step) return undefined;
  const parts = partsOf(at, step, model.columns[column - 1]?.step !== at.step);
  const pains = distinct(parts.flatMap((part) => nodes(part.painPoints)));
  const readings = distinct(parts.flatMap((part) => nodes(part.readings)));
  const felt = rows.filter(({ step: own, microMoment }) => (microMoment ?? own)?.key === at.ref.key);
  const quotes = new Set(felt.flatMap(({ evidence }) => evidence.flatMap((claim) => claim.quotes)));
  const backed = [...parts, ...pains];
  const sum = (which: "supportedBy" | "contradictedBy") => backed.reduce((all, part) => all + (part[which]?.totalCount ?? 0), 0);
  return {
    pains: pains.map(painOf),
    // What people answered comes before what was counted.
    metrics: readings.map(metricOf).toSorted((a, b) => Number(b.replied !== undefined) - Number(a.replied !== undefined)),
    ideas: distinct([
      ...parts.flatMap((part) => nodes(part.opportunities).map((one) => ({ ...one, kind: "opportunity" as const }))),
      ...pains.flatMap((pain) => nodes(pain.addressedBy).map((one) => ({ ...one, kind: "solution" as const }))),
    ]),
    behind: [
      ...nodes(step.performedBy).map((one) => ({ ...one, kind: "stakeholder" as const })),
      ...nodes(step.enabledBy).map((one) => ({ ...one, kind: "system" as const })),
    ],
    evidence: sum("supportedBy") + quotes.size + readings.length,
    against: sum("contradictedBy") + drawn.filter(({ disputed }) => disputed.includes(column)).length,
  };
}

interface Part {
  readonly painPoints: Connection<PainFragment>;
  readonly opportunities: Connection<Named>;
  readonly readings?: Connection<MetricReadingFragment>;
  readonly supportedBy?: { readonly totalCount: number };
  readonly contradictedBy?: { readonly totalCount: number };
}

interface Connection<T> {
  readonly edges: readonly { readonly node: T }[];
}

function nodes<T>(connection: Connection<T> | undefined): T[] {
  return connection?.edges.map(({ node }) => node) ?? [];
}

/** What a column tells of: a step with its touchpoints and moments; a moment, and its step where that begins. */
function partsOf({ ref }: Column, step: StepNode, begins: boolean): Part[] {
  const inside = nodes(step.microMoments);
  const whole = [step, ...nodes(step.at)];
  if (ref.kind === "step") return [...whole, ...inside];
  return [...(begins ? whole : []), ...inside.filter(({ key }) => key === ref.key)];
}

export function painOf({ key, name, severity, hurts }: Pick<PainFragment, "key" | "name" | "severity" | "hurts">): Pain {
  return { key, name, severity: severity ? SEVERITY[severity] : 0, hurts: nodes(hurts).map((persona) => persona.key) };
}

const PLAIN = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1, notation: "compact" });

/** Units that stand behind a value; others go without saying. */
const UNITS: Record<string, string> = { "%": "\u202f%", percent: "\u202f%", seconds: "\u202fs", minutes: "\u202fmin", days: "\u202fdays" };

function metricOf({ key, value, n, invited, metric, among }: MetricReadingFragment): Metric {
  const name = metric?.name ?? "Unnamed metric";
  return {
    key,
    // "Net Promoter Score (NPS)" is known by its short name.
    name: /\(([A-Z]{2,6})\)$/.exec(name)?.[1] ?? name,
    value: value === null ? "not recorded" : `${PLAIN.format(value)}${UNITS[metric?.unit ?? ""] ?? ""}`,
    n: n ?? undefined,
    replied: n !== null && invited ? n / invited : undefined,
    among: among?.name,
  };
}

/** Columns side by side that have the same behind them, as one. */
export interface Backing {
  readonly first: number;
  readonly size: number;
  /** Undefined until it is known. */
  readonly behind: readonly Behind[] | undefined;
}

export function backings(cells: readonly (Cell | undefined)[], first = 0): Backing[] {
  const runs: { first: number; size: number; behind: readonly Behind[] | undefined }[] = [];
  for (const [place, cell] of cells.entries()) {
    const behind = cell?.behind;
    const last = runs.at(-1);
    if (last && same(last.behind, behind)) last.size += 1;
    else runs.push({ first: first + place, size: 1, behind });
  }
  return runs;
}

function same(one: readonly Named[] | undefined, other: readonly Named[] | undefined): boolean {
  if (!one || !other) return false;
  return one.length === other.length && one.every(({ key }, place) => key === other[place]?.key);
}
