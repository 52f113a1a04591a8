import { useCallback, useEffect, useMemo, useRef } from "react";
import { navigate } from "wouter/use-browser-location";
import { address, readRef, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Page } from "../../frame/Page.tsx";
import { choice, flag, list, text } from "../../parameters.ts";
import { ExportMenu } from "../../parts/ExportMenu.tsx";
import { Segments } from "../../parts/Segments.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { Notice } from "../../states/Notice.tsx";
import { PartlyThere } from "../../states/PartlyThere.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { useParameters, useSelection } from "../../useParameters.ts";
import { Finding } from "./Finding.tsx";
import { Heading } from "./Heading.tsx";
import styles from "./JourneyView.module.css";
import { LANES, type Lane } from "./lanes.ts";
import { marksOf } from "./legend.ts";
import { MapLegend, Personas } from "./MapLegend.tsx";
import { MapSheets } from "./MapSheets.tsx";
import { CompareMenu, LanesMenu } from "./MapTools.tsx";
import { MapTable } from "./MapTable.tsx";
import { JourneyMap } from "./map.graphql.ts";
import { mapExports } from "./mapExports.tsx";
import { type Column, columnOf, type Journey, type Zoom } from "./model.ts";
import { MOST_PERSONAS } from "./personas.tsx";
import { useBeside, useFar, useNear } from "./useMap.ts";
import { focusPart, useMapKeys } from "./useMapKeys.ts";

const PARAMETERS = {
  zoom: choice("journey", "phase", "micro"),
  at: text(),
  personas: list(),
  lanes: list(),
  beside: text(),
  only: flag(),
};
const ALL_LANES = Object.keys(LANES) as Lane[];
/** What is known of journeys that are seen from far away. */
const FAR_LANES: readonly Lane[] = ["micro", "channel", "pains"];
const ZOOMS: readonly { value: Zoom; word: string }[] = [
  { value: "phase", word: "Phase" },
  { value: "journey", word: "Journey" },
  { value: "micro", word: "Micro-moments" },
];

export function JourneyView({ journey: key }: { journey: string }) {
  const asked = useAsk(JourneyMap, { key });
  return (
    <Answer of={asked}>
      {({ journey }) => (journey ? <Map journey={journey} /> : <Missing of={{ kind: "journey", key }} />)}
    </Answer>
  );
}

function Map({ journey }: { journey: Journey }) {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const [selected, select] = useSelection();
  const table = useRef<HTMLTableElement>(null);
  const { zoom } = values;
  const phase = journey.within.edges[0]?.node;
  const near = useNear(journey, zoom === "micro" ? "micro" : "journey");
  const far = useFar(phase?.model?.key, zoom === "phase");
  const beside = useBeside(journey, zoom === "journey" ? values.beside : "", values.only);
  const { shown, failure } = zoom === "phase" ? far : values.beside && zoom === "journey" ? beside : near;

  const chosen = useMemo(() => shown?.curves && chosenCurves(shown.curves, values.personas), [shown, values.personas]);
  const personas = useMemo(
    () => [...new globalThis.Map((shown?.curves ?? []).map(({ persona }) => [persona.key, persona])).values()],
    [shown],
  );
  const places = new globalThis.Map(chosen?.map(({ persona, place }) => [persona.key, place]));
  const marks = useMemo(() => marksOf(shown?.sides ?? [], chosen ?? []), [shown, chosen]);
  const wanted = values.lanes.length > 0 ? ALL_LANES.filter((lane) => values.lanes.includes(lane)) : ALL_LANES;
  const possible = zoom === "phase" ? FAR_LANES : ALL_LANES;
  const lanes = wanted.filter((lane) => possible.includes(lane));
  const model = shown?.sides.at(-1)?.model;

  const zoomTo = useCallback(
    (next: Zoom, at: string) => change({ zoom: next, at: at || values.at }, { push: true }),
    [change, values.at],
  );
  const open = useCallback(
    ({ ref }: Column) => {
      if (ref.kind === "journey") navigate(address({ view: "journeys", key: ref.key }));
      else select(refText(ref));
    },
    [select],
  );
  useMapKeys({
    table,
    model,
    zoom,
    onZoom: zoomTo,
    onUp: () => (zoom === "micro" ? zoomTo("journey", "") : zoom === "journey" ? zoomTo("phase", "") : navigate(up(journey))),
    onSelect: select,
  });
  useInPlace(table, model && values.at ? columnOf(model, readRef(values.at) ?? { kind: "", key: "" }) : -1, zoom);

  const toggle = (persona: string) => {
    const next = places.has(persona) ? [...places.keys()].filter((one) => one !== persona) : [...places.keys(), persona];
    change({ personas: next.length === personas.length ? [] : next });
  };
  const compared = shown?.pairs ? shown.sides : undefined;
  const title = compared
    ? compared.map(({ word, of }) => `${of?.name} (${word})`).join(", ")
    : zoom === "phase" && phase?.model
      ? phase.model.name
      : journey.name;
  const exported = shown && chosen && { name: title, sides: shown.sides, curves: chosen, pairs: shown.pairs, lanes };

  return (
    <div className={styles.view}>
      <Page
        title={title}
        heading={compared ? <Heading sides={compared} /> : undefined}
        ignored={ignored}
        crumbs={crumbs(journey, zoom)}
        tools={
          <>
            <Segments label="Zoom" options={ZOOMS} value={zoom} onChange={(next) => zoomTo(next, selected)} />
            <CompareMenu
              journey={journey}
              beside={values.beside}
              changesOnly={values.only}
              onChange={(other, only) => change({ beside: other, only: only && other !== "", zoom: "journey" })}
            />
            <LanesMenu
              zoom={zoom}
              lanes={lanes}
              possible={possible}
              onLanes={(next) => {
                const all = ALL_LANES.filter((lane) => (possible.includes(lane) ? next : wanted).includes(lane));
                change({ lanes: all.length === ALL_LANES.length ? [] : all });
              }}
            />
            {exported ? <ExportMenu ways={mapExports(exported)} /> : null}
          </>
        }
        finding={<Finding state={zoom === "phase" ? null : journey.state} sides={shown?.sides ?? []} pairs={shown?.pairs} />}
        switches={<Personas personas={personas} shown={places} onToggle={toggle} />}
        legend={<MapLegend marks={marks} />}
      >
        {failure ? <PartlyThere failure={failure} /> : null}
        {shown || failure ? null : <Skeleton rows={[33, 34, 90, 204, 32, 60, 108]} />}
        {shown?.absent ? <Notice title="Nothing to see from here">{<p>{shown.absent}</p>}</Notice> : null}
        {shown && !shown.absent ? (
          <>
            <MapTable
              name={title}
              sides={shown.sides}
              curves={chosen}
              pairs={shown.pairs}
              lanes={lanes}
              selected={selected}
              onSelect={select}
              onOpen={open}
              table={table}
            />
            <MapSheets name={title} sides={shown.sides} curves={chosen} pairs={shown.pairs} lanes={lanes} />
          </>
        ) : null}
      </Page>
    </div>
  );
}

/** The curves of the chosen personas, each with the look of its place among them. */
function chosenCurves<C extends { persona: { key: string } }>(curves: readonly C[], personas: readonly string[]) {
  const known = new Set(curves.map(({ persona }) => persona.key));
  const wanted = personas.filter((key) => known.has(key));
  const keys = (wanted.length > 0 ? wanted : [...known]).slice(0, MOST_PERSONAS);
  return curves.flatMap((curve) => {
    const place = keys.indexOf(curve.persona.key);
    return place < 0 ? [] : [{ ...curve, place }];
  });
}

/** Where the journey lies; the first phase, where it lies in several. */
function up(journey: Journey): string {
  const model = journey.within.edges[0]?.node.model;
  return model ? address({ view: "lifecycles", key: model.key }) : address({ view: "journeys" });
}

function crumbs(journey: Journey, zoom: Zoom) {
  const phase = journey.within.edges[0]?.node;
  if (!phase?.model) return [{ name: "Journeys", to: address({ view: "journeys" }) }, { name: "Journey" }];
  return [
    { name: phase.model.name, to: up(journey) },
    { name: phase.name, to: address({ view: "lifecycles", key: phase.model.key }, { sel: `phase:${phase.key}` }) },
    zoom === "phase" ? { name: journey.name, to: address({ view: "journeys", key: journey.key }) } : { name: "Journey" },
  ];
}

/** Keeps what was looked at in sight, and focused, when the map is zoomed. */
function useInPlace(table: React.RefObject<HTMLTableElement | null>, column: number, zoom: Zoom): void {
  const latest = useRef(column);
  latest.current = column;
  const found = column >= 0;
  useEffect(() => {
    if (!found) return undefined;
    // The table is measured first.
    const frame = requestAnimationFrame(() => {
      const head = table.current?.querySelector<HTMLElement>(`[data-r="0"][data-c="${latest.current}"]`);
      if (head && head.dataset.zoomed !== zoom) focusPart(head);
    });
    return () => cancelAnimationFrame(frame);
  }, [table, zoom, found]);
}
