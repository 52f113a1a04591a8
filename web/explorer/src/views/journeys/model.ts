import type { Ref } from "../../addresses.ts";
import type { JourneyMapQuery } from "./map.graphql.ts";

/** What a journey map is made of, whatever it is zoomed to. Places are counted in columns: 1.5 is the middle of the second. */

export type Zoom = "phase" | "journey" | "micro";

export interface Named {
  readonly key: string;
  readonly name: string;
}

/** A journey, a step or a micro-moment, by the zoom. */
export interface Column {
  readonly ref: Ref;
  readonly name: string;
  /** What stands below the name: the touchpoint of a step, the step of a micro-moment. */
  readonly below: string | undefined;
  readonly group: number;
  /** The step that the column is or lies in; undefined for a journey. */
  readonly step: string | undefined;
  readonly touchpoints: readonly Named[];
  readonly channels: readonly Named[];
  readonly moments: readonly Named[];
  readonly verdict: string | undefined;
  /** What lies inside: the micro-moments of a step, the stages of a journey. */
  readonly inside: readonly Inside[];
  readonly description: string | undefined;
}

export interface Inside {
  readonly ref: Ref;
  readonly name: string;
  readonly moment: Named | undefined;
}

/** A stage or a phase, and the columns in it. */
export interface Group {
  readonly ref: Ref;
  readonly name: string;
  readonly first: number;
  readonly size: number;
}

export interface MapModel {
  readonly zoom: Zoom;
  readonly groups: readonly Group[];
  readonly columns: readonly Column[];
  /** All channels, in the order of their first use. */
  readonly channels: readonly Named[];
}

export type Journey = NonNullable<JourneyMapQuery["journey"]>;
type Step = Journey["stages"]["edges"][number]["node"]["steps"]["edges"][number]["node"];

/** The map of a journey: a column for each step, or for each micro-moment and each step without any. */
export function journeyModel(journey: Journey, zoom: "journey" | "micro"): MapModel {
  const groups: Group[] = [];
  const columns: Column[] = [];
  for (const { node: stage } of journey.stages.edges) {
    const first = columns.length;
    const steps = stage.steps.edges.map(({ node }) => node);
    columns.push(...steps.flatMap((step) => columnsOf(step, groups.length, zoom)));
    // A stage without steps keeps its place, so that the gap shows.
    if (columns.length === first) columns.push(emptyColumn({ kind: "stage", key: stage.key }, "No steps recorded", groups.length));
    groups.push({ ref: { kind: "stage", key: stage.key }, name: stage.name, first, size: columns.length - first });
  }
  return { zoom, groups, columns, channels: inOrder(columns) };
}

function columnsOf(step: Step, group: number, zoom: "journey" | "micro"): Column[] {
  const touchpoints = step.at.edges.map(({ node }) => node);
  const micro = step.microMoments.edges.map(({ node }) => ({ ...node, moment: node.momentsOfTruth.edges[0]?.node }));
  const verdicts = touchpoints.flatMap(({ verdicts }) => verdicts.edges.map(({ node }) => node));
  const newest = verdicts.toSorted((a, b) => (b.decided ?? "").localeCompare(a.decided ?? ""))[0];
  const moments = [step, ...touchpoints].flatMap(({ momentsOfTruth }) => momentsOfTruth.edges.map(({ node }) => node));
  const whole: Column = {
    ref: { kind: "step", key: step.key },
    name: step.name,
    below: touchpoints[0] && touchpoints[0].name !== step.name ? touchpoints[0].name : undefined,
    group,
    step: step.key,
    touchpoints,
    channels: step.via.edges.map(({ node }) => node),
    moments: distinct([...moments, ...(zoom === "journey" ? micro.flatMap(({ moment }) => moment ?? []) : [])]),
    verdict: newest?.ruling.toLowerCase(),
    inside: micro.map(({ key, name, moment }) => ({ ref: { kind: "micro_moment", key }, name, moment })),
    description: undefined,
  };
  if (zoom === "journey" || micro.length === 0) return [whole];
  return micro.map((one, place) => ({
    ...whole,
    ref: { kind: "micro_moment", key: one.key },
    name: one.name,
    below: step.name,
    description: one.description ?? undefined,
    moments: distinct([...(place === 0 ? whole.moments : []), ...(one.moment ? [one.moment] : [])]),
    inside: [],
  }));
}

/** A column in which nothing is. */
export function emptyColumn(ref: Ref, name: string, group: number): Column {
  return {
    ref,
    name,
    below: undefined,
    group,
    step: undefined,
    touchpoints: [],
    channels: [],
    moments: [],
    verdict: undefined,
    inside: [],
    description: undefined,
  };
}

export function distinct<T extends { readonly key: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.key, one])).values()];
}

/** All channels of some columns, in the order of their first use. */
export function inOrder(columns: readonly Column[]): Named[] {
  return distinct(columns.flatMap(({ channels }) => channels));
}

/** The place of a thing among the columns: its own, or that of what contains it or lies in it; -1 for none. */
export function columnOf({ columns }: MapModel, ref: Ref): number {
  const exact = columns.findIndex((column) => column.ref.kind === ref.kind && column.ref.key === ref.key);
  if (exact >= 0) return exact;
  const around = columns.findIndex(({ ref: { key } }) => ref.key.startsWith(`${key}/`));
  return around >= 0 ? around : columns.findIndex(({ ref: { key } }) => key.startsWith(`${ref.key}/`));
}
