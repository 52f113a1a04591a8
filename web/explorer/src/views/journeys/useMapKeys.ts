import type { RefObject } from "react";
import { useKeys } from "../../keys.ts";
import type { MapModel, Zoom } from "./model.ts";

interface Told {
  table: RefObject<HTMLTableElement | null>;
  model: MapModel | undefined;
  zoom: Zoom;
  onZoom: (zoom: Zoom, at: string) => void;
  onUp: () => void;
  onSelect: (ref: string) => void;
}

const CLOSER: Record<Zoom, Zoom | undefined> = { phase: "journey", journey: "micro", micro: undefined };
const FURTHER: Record<Zoom, Zoom | undefined> = { phase: undefined, journey: "phase", micro: "journey" };

/** What is focused in the table; undefined where something else is. */
export function focusedPart(table: HTMLTableElement | null): HTMLElement | undefined {
  const part = document.activeElement?.closest<HTMLElement>("[data-c]");
  return part && table?.contains(part) ? part : undefined;
}

/** Move the focus to a part, below what stays in sight. */
export function focusPart(part: HTMLElement | null | undefined): void {
  part?.focus({ preventScroll: true });
  part?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The single keys of a map: closer, further, up, stage by stage, moment by moment. */
export function useMapKeys({ table, model, zoom, onZoom, onUp, onSelect }: Told): void {
  const zoomTo = (next: Zoom | undefined) => next && onZoom(next, focusedPart(table.current)?.dataset.ref ?? "");
  const column = () => Number(focusedPart(table.current)?.dataset.c ?? -1);
  const head = (place: number | undefined) =>
    table.current?.querySelector<HTMLElement>(`[data-r="0"][data-c="${place}"]`);
  const stage = (way: 1 | -1) => {
    const at = column();
    const starts = model?.groups.map(({ first }) => first) ?? [];
    focusPart(head(way > 0 ? starts.find((first) => first > at) : starts.findLast((first) => first < at)));
  };
  useKeys({
    closer: () => zoomTo(CLOSER[zoom]),
    further: () => zoomTo(FURTHER[zoom]),
    up: onUp,
    previousStage: () => stage(-1),
    nextStage: () => stage(1),
    nextMoment: () => {
      const decisive = model?.columns.flatMap(({ moments }, place) => (moments.length > 0 ? place : [])) ?? [];
      focusPart(head(decisive.find((place) => place > column()) ?? decisive[0]));
    },
    evidence: () => {
      const ref = focusedPart(table.current)?.dataset.ref;
      if (ref) onSelect(ref);
    },
  });
}
