import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Asked, useAsk } from "../../api/ask.ts";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { Compared } from "./compared.graphql.ts";
import { type Comparison, comparison, type Pair } from "./comparison.ts";
import { Curve as CurveRows, type CurvePointFragment } from "./curve.graphql.ts";
import { type Curve, curves as curvesOf } from "./curve.ts";
import { Lanes, type LanesQuery } from "./lanes.graphql.ts";
import { cellOf, stepsIn } from "./lanes.ts";
import { JourneyMap } from "./map.graphql.ts";
import type { Side } from "./MapGrid.tsx";
import { type Journey, journeyModel, type MapModel } from "./model.ts";
import { phaseModel } from "./phaseModel.ts";
import { PhaseMap } from "./phases.graphql.ts";

/** What a map shows, in whichever way it is looked at. */
export interface Shown {
  readonly sides: readonly Side[];
  /** Of all personas; undefined until it is known what they feel. */
  readonly curves: readonly Curve[] | undefined;
  readonly pairs?: readonly Pair[] | undefined;
  /** Why there is nothing to see, if so. */
  readonly absent?: string;
}

/** What a map needs of the server: what is there already, and why the rest is not. */
export interface Fetched {
  readonly shown: Shown | undefined;
  readonly failure: Failure | undefined;
}

const NO_ROWS: readonly CurvePointFragment[] = [];
const MOST_ROWS = 2000;
/** How many stages are asked about at once for their lanes. */
const TOGETHER = 4;

function useRows(journeys: readonly string[], enabled: boolean) {
  const asked = useAsk(CurveRows, { journeys, limit: MOST_ROWS }, { enabled: enabled && journeys.length > 0 });
  return { rows: journeys.length === 0 ? NO_ROWS : asked.data?.emotionCurve.rows, failure: failureIn(asked) };
}

/** Why an answer is not there; undefined where it is, or may still come at the first try. */
function failureIn({ data, error, failureReason }: Pick<Asked<unknown>, "data" | "error" | "failureReason">): Failure | undefined {
  return data === undefined ? (error ?? failureReason ?? undefined) : undefined;
}

/** The answers about the lanes that are there already, some stages in each. */
function useLanes(journey: Journey | undefined) {
  const ids = journey?.stages.edges.map(({ node }) => node.id) ?? [];
  const parts = Array.from({ length: Math.ceil(ids.length / TOGETHER) }, (_, part) =>
    ids.slice(part * TOGETHER, (part + 1) * TOGETHER),
  );
  return useQueries({
    queries: parts.map((stages) => ({
      queryKey: [Lanes.name, { stages }],
      queryFn: ({ signal }: { signal: AbortSignal }) => send(Lanes, { stages }, signal),
    })),
    combine: (results) => ({
      answers: results.flatMap(({ data }) => data ?? []),
      failure: results.map((result) => failureIn(result as Asked<LanesQuery>)).find((failure) => failure !== undefined),
    }),
  });
}

/** One journey, from near. */
export function useNear(journey: Journey, zoom: "journey" | "micro"): Fetched {
  const { rows, failure } = useRows([journey.key], true);
  const lanes = useLanes(journey);
  const { answers } = lanes;
  const shown = useMemo(() => {
    const model = journeyModel(journey, zoom);
    const curves = rows && curvesOf(model, rows);
    return { sides: [{ model, cells: cellsOf(model, answers, rows, curves) }], curves };
  }, [journey, zoom, rows, answers]);
  return { shown, failure: failure ?? lanes.failure };
}

/** All journeys of a lifecycle, from far away. */
export function useFar(model: string | undefined, enabled: boolean): Fetched {
  const asked = useAsk(PhaseMap, { model: model ?? "" }, { enabled: enabled && model !== undefined });
  const found = asked.data?.lifecycleModel;
  const far = useMemo(() => (found ? phaseModel(found) : undefined), [found]);
  const journeys = far?.model.columns.flatMap(({ ref }) => (ref.kind === "journey" ? ref.key : [])) ?? [];
  const { rows, failure } = useRows(journeys, enabled && far !== undefined);
  const shown = useMemo(() => {
    if (!enabled) return undefined;
    if (model === undefined) return { sides: [], curves: [], absent: "This journey lies in no phase of a lifecycle." };
    return far && { sides: [{ model: far.model, cells: far.cells }], curves: rows && curvesOf(far.model, rows) };
  }, [enabled, model, far, rows]);
  return { shown, failure: failureIn(asked) ?? failure };
}

/** Two journeys, before above after. */
export function useBeside(journey: Journey, beside: string, changesOnly: boolean): Fetched {
  const enabled = beside !== "";
  const map = useAsk(JourneyMap, { key: beside }, { enabled });
  const aligned = useAsk(Compared, { journeys: [journey.key] }, { enabled });
  const { rows: own, failure } = useRows([journey.key], enabled);
  const { rows: others, failure: failed } = useRows([beside], enabled);
  const other = map.data?.journey;
  const compared = aligned.data?.asIsAndToBe.rows;
  const lanes = useLanes(journey);
  const besides = useLanes(other ?? undefined);
  const shown = useMemo(() => {
    if (other === null) return { sides: [], curves: [], absent: `There is no journey with the key ${beside}.` };
    if (!other || !compared) return undefined;
    const pair = compared.filter(
      ({ asIs, toBe }) =>
        (asIs.key === journey.key && toBe.key === beside) || (asIs.key === beside && toBe.key === journey.key),
    );
    if (pair.length === 0) {
      return { sides: [], curves: [], absent: `Nothing says that “${other.name}” revises this journey, or is revised by it.` };
    }
    const first = pair[0]?.asIs.key === journey.key;
    const [before, after] = [journey, other].map((one) => journeyModel(one, "journey"));
    if (!before || !after) return undefined;
    const made = comparison(first ? before : after, first ? after : before, pair, changesOnly);
    const mine = { of: journey, rows: own, answers: lanes.answers };
    const theirs = { of: other, rows: others, answers: besides.answers };
    return sidesOf(made, first ? mine : theirs, first ? theirs : mine);
  }, [journey, beside, other, compared, own, others, lanes.answers, besides.answers, changesOnly]);
  return { shown, failure: failureIn(map) ?? failureIn(aligned) ?? failure ?? failed ?? lanes.failure ?? besides.failure };
}

interface Known {
  of: Journey;
  rows: readonly CurvePointFragment[] | undefined;
  answers: readonly LanesQuery[];
}

function sidesOf({ before, after, pairs }: Comparison, earlier: Known, later: Known): Shown {
  const then = earlier.rows && curvesOf(before, earlier.rows).map((curve) => ({ ...curve, side: "before" as const }));
  const now = later.rows && curvesOf(after, later.rows).map((curve) => ({ ...curve, side: "after" as const }));
  return {
    sides: [
      { word: "before", of: earlier.of, model: before, cells: cellsOf(before, earlier.answers, earlier.rows, then) },
      { word: "after", of: later.of, model: after, cells: cellsOf(after, later.answers, later.rows, now) },
    ],
    curves: then && now && [...then, ...now],
    pairs,
  };
}

function cellsOf(
  model: MapModel,
  answers: readonly LanesQuery[],
  rows: readonly CurvePointFragment[] | undefined,
  curves: readonly Curve[] | undefined,
): Side["cells"] {
  const steps = stepsIn(answers);
  const nothing = { pains: [], metrics: [], ideas: [], behind: [], evidence: 0, against: 0 };
  return model.columns.map(({ ref }, place) =>
    // What is felt is evidence too: without it, a cell would say that there is less than there is.
    ref.kind === "nothing" || ref.kind === "stage" ? nothing : rows && curves && cellOf(model, place, steps, rows, curves),
  );
}
