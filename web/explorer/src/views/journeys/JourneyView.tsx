import { useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { address, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { send } from "../../api/client.ts";
import { Page } from "../../frame/Page.tsx";
import { choice, list, text } from "../../parameters.ts";
import { Star } from "../../parts/marks.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { useParameters, useSelection } from "../../useParameters.ts";
import { count, listed } from "../../words.ts";
import { Curve as CurveRows } from "./curve.graphql.ts";
import { curves as curvesOf } from "./curve.ts";
import { ZoomSwitch } from "./ZoomSwitch.tsx";
import styles from "./JourneyView.module.css";
import { Lanes } from "./lanes.graphql.ts";
import { cellOf, LANES, type Lane, stepsIn } from "./lanes.ts";
import { MapLegend } from "./MapLegend.tsx";
import { MapTable } from "./MapTable.tsx";
import { JourneyMap } from "./map.graphql.ts";
import { type Column, type Journey, journeyModel } from "./model.ts";
import { MOST_PERSONAS } from "./personas.tsx";

const PARAMETERS = {
  zoom: choice("journey", "phase", "micro"),
  at: text(),
  personas: list(),
  lanes: list(),
  beside: text(),
};
const ALL_LANES = Object.keys(LANES) as Lane[];
const MOST_ROWS = 2000;
/** How many stages are asked about at once for their lanes. */
const TOGETHER = 4;

export function JourneyView({ journey: key }: { journey: string }) {
  const asked = useAsk(JourneyMap, { key });
  return (
    <Answer of={asked}>
      {({ journey }) => (journey ? <Shown journey={journey} /> : <Missing of={{ kind: "journey", key }} />)}
    </Answer>
  );
}

function Shown({ journey }: { journey: Journey }) {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const [selected, select] = useSelection();
  const table = useRef<HTMLTableElement>(null);
  const zoom = values.zoom === "micro" ? "micro" : "journey";
  const felt = useAsk(CurveRows, { journeys: [journey.key], limit: MOST_ROWS });
  const rows = felt.data?.emotionCurve.rows;
  const model = useMemo(() => journeyModel(journey, zoom), [journey, zoom]);
  const all = useMemo(() => curvesOf(model, rows ?? []), [model, rows]);
  const chosen = useMemo(() => {
    const wanted = all.filter(({ persona }) => values.personas.includes(persona.key));
    return (wanted.length > 0 ? wanted : all).slice(0, MOST_PERSONAS);
  }, [all, values.personas]);
  const answers = useLanes(journey);
  const cells = useMemo(() => {
    const steps = stepsIn(answers);
    return model.columns.map((_, place) => cellOf(model, place, steps, rows ?? [], chosen));
  }, [model, answers, rows, chosen]);
  const lanes = values.lanes.length > 0 ? ALL_LANES.filter((lane) => values.lanes.includes(lane)) : ALL_LANES;

  const shownKeys = chosen.map(({ persona }) => persona.key);
  const toggle = (persona: string) => {
    const next = shownKeys.includes(persona) ? shownKeys.filter((one) => one !== persona) : [...shownKeys, persona];
    change({ personas: next.length === all.length ? [] : next });
  };
  const open = useCallback((column: Column) => select(refText(column.ref)), [select]);

  const phase = journey.within.edges[0]?.node;
  return (
    <div className={styles.view}>
      <Page
        title={journey.name}
        ignored={ignored}
        crumbs={[
          ...(phase?.model ? [{ name: phase.model.name, to: address({ view: "lifecycles", key: phase.model.key }) }] : []),
          ...(phase && phase.model
            ? [{ name: phase.name, to: address({ view: "lifecycles", key: phase.model.key }, { sel: `phase:${phase.key}` }) }]
            : [{ name: "Journeys", to: address({ view: "journeys" }) }]),
          { name: "Journey" },
        ]}
        tools={<ZoomSwitch zoom={values.zoom} onZoom={(next) => change({ zoom: next }, { push: true })} />}
        finding={<Finding journey={journey} cells={cells} />}
        legend={<MapLegend personas={all.map(({ persona }) => persona)} shown={shownKeys} onToggle={toggle} />}
      >
        <MapTable
          name={journey.name}
          model={model}
          curves={chosen}
          cells={cells}
          lanes={lanes}
          selected={selected}
          onSelect={select}
          onOpen={open}
          table={table}
        />
      </Page>
    </div>
  );
}

/** The answers about the lanes that are there already, some stages in each. */
function useLanes(journey: Journey) {
  const ids = journey.stages.edges.map(({ node }) => node.id);
  const parts = Array.from({ length: Math.ceil(ids.length / TOGETHER) }, (_, part) =>
    ids.slice(part * TOGETHER, (part + 1) * TOGETHER),
  );
  return useQueries({
    queries: parts.map((stages) => ({
      queryKey: [Lanes.name, stages],
      queryFn: ({ signal }: { signal: AbortSignal }) => send(Lanes, { stages }, signal),
    })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
}

function Finding({ journey, cells }: { journey: Journey; cells: readonly ({ evidence: number } | undefined)[] }) {
  const steps = journey.stages.edges.flatMap(({ node }) => node.steps.edges.map((edge) => edge.node));
  const moments = new Set(
    steps.flatMap((step) =>
      [step, ...step.at.edges.map(({ node }) => node), ...step.microMoments.edges.map(({ node }) => node)].flatMap(
        ({ momentsOfTruth }) => momentsOfTruth.edges.map(({ node }) => node.key),
      ),
    ),
  );
  const known = cells.filter((cell) => cell !== undefined);
  const backed = known.filter(({ evidence }) => evidence > 0).length;
  const micro = steps.reduce((sum, step) => sum + step.microMoments.totalCount, 0);
  const counts = [count(journey.stages.totalCount, "stage"), count(steps.length, "step"), count(micro, "micro-moment")];
  return (
    <>
      {journey.state ? <span className={styles.state}>{journey.state === "AS_IS" ? "As-is" : "To-be"}</span> : null}
      <span>{listed(counts)},</span>
      <span className={styles.moments}>
        <Star size={14} /> {count(moments.size, "moment of truth", "moments of truth")}
      </span>
      {known.length === cells.length && known.length > 0 ? (
        <span className={styles.coverage}>
          <svg width={54} height={6} aria-hidden>
            <rect width={54} height={6} rx={3} fill="var(--line)" />
            <rect width={(54 * backed) / known.length} height={6} rx={3} fill="var(--ink)" />
          </svg>
          {backed} of {known.length} have evidence
        </span>
      ) : null}
    </>
  );
}
