import type { ReactNode } from "react";
import { LEADING, linesOf } from "../../drawing/Label.tsx";
import { number } from "../../words.ts";
import { MOST_METRICS, SeverityBars } from "./cells.tsx";
import type { Cell, Lane } from "./lanes.ts";
import type { Column } from "./model.ts";
import { Marker, hueOf } from "./personas.tsx";

/** What stands in the cells of a map that is drawn as a picture. */

export interface Entry {
  readonly text: string;
  readonly weight?: number;
  readonly fill?: string;
  /** What stands above the text, 14 px high. */
  readonly marks?: ReactNode;
}

/** The entries of a lane at a column; undefined where they are not known yet. */
export function entriesOf(kind: Exclude<Lane, "channel">, column: Column, cell: Cell | undefined, places: ReadonlyMap<string, number>): Entry[] | undefined {
  if (kind === "micro") {
    if (column.description) return [{ text: column.description }];
    return column.inside.map(({ name, moment }, place) => (moment ? { text: `★ ${name}`, weight: 650 } : { text: `${place + 1} ${name}` }));
  }
  if (column.ref.kind === "nothing" || column.ref.kind === "stage") return [];
  if (!cell) return undefined;
  switch (kind) {
    case "evidence":
      return [
        cell.evidence > 0 ? { text: String(cell.evidence), weight: 600 } : { text: "none", fill: "var(--ink3)" },
        ...(cell.against > 0 ? [{ text: `≠ ${cell.against}`, weight: 650, fill: "var(--danger)" }] : []),
      ];
    case "pains":
      return cell.pains.map(({ name, severity, hurts }) => ({
        text: name,
        marks: <PainMarks severity={severity} personas={[...places].flatMap(([key, place]) => (hurts.includes(key) ? place : []))} />,
      }));
    case "backstage":
      return cell.behind.map(({ name }) => ({ text: name }));
    case "metrics":
      return [
        ...cell.metrics.slice(0, MOST_METRICS).flatMap(({ name, value, n, replied, among }) => [
          { text: `${name} ${value}`, weight: 600 },
          ...[among, n === undefined ? "" : `n ${number(n)}`, replied === undefined ? "" : `${Math.round(replied * 100)} % replied`]
            .filter(Boolean)
            .map((text) => ({ text: text ?? "", fill: "var(--ink3)" })),
        ]),
        ...(cell.metrics.length > MOST_METRICS ? [{ text: `${cell.metrics.length - MOST_METRICS} more` }] : []),
      ];
    case "ideas":
      return cell.ideas.map(({ name, kind: one }) => ({ text: `${name} (${one})` }));
  }
}

const MARKS = 14;
const LINE = 12 * LEADING;

/** Entries below one another, with where each begins. */
export function stacked(entries: readonly Entry[], room: number): { placed: (Entry & { top: number; lines: string[] })[]; height: number } {
  let height = 0;
  const placed = entries.map((entry) => {
    const lines = linesOf(entry.text, room, 4, 12, entry.weight);
    const at = { ...entry, top: height, lines };
    height += (entry.marks ? MARKS : 0) + lines.length * LINE + 3;
    return at;
  });
  return { placed, height };
}

export function Entries({ of, x, y, room }: { of: readonly Entry[]; x: number; y: number; room: number }) {
  return stacked(of, room).placed.map(({ top, lines, marks, weight = 400, fill = "var(--ink)" }, number) => (
    <g key={number} transform={`translate(${x} ${y + top})`} fill={fill} fontWeight={weight}>
      {marks}
      {lines.map((line, at) => (
        <text key={at} y={(marks ? MARKS : 0) + at * LINE}>
          {line}
        </text>
      ))}
    </g>
  ));
}

function PainMarks({ severity, personas }: { severity: number; personas: readonly number[] }) {
  return (
    <g transform="translate(0 -4)">
      <SeverityBars severity={severity} colour="var(--very-low)" />
      {personas.map((place, number) => (
        <Marker key={place} place={place} x={42 + number * 14} y={0} size={3.5} fill={hueOf(place)} />
      ))}
    </g>
  );
}
