import { Zap } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./LifecycleLegend.module.css";
import { changes, DEGREES, feltIn, type Model, places } from "./lifecycle.ts";
import type { AlignmentsQuery } from "./lifecycles.graphql.ts";

interface Props {
  models: readonly Model[];
  rows: AlignmentsQuery["phasesLinedUp"]["rows"];
}

/** A word for each mark that is there. */
export function LifecycleLegend({ models, rows }: Props) {
  const all = models.flatMap((model) => {
    const row = places(model);
    return row.flatMap((after, place) => (place > 0 ? changes(row[place - 1] ?? [], after) : []));
  });
  const goes = new Set(all.map(({ quality }) => quality));
  const felt = [...all.flatMap((change) => change.felt), ...models.flatMap((model) => places(model).flat().flatMap(feltIn))];
  const lines = [...new Set(rows.flatMap(({ counterpart, degree }) => (counterpart ? DEGREES[degree ?? "RELATED"].dash ?? "" : [])))];
  return (
    <>
      {goes.has("SEAMLESS") ? <Mark mark={<Stroke tick />}>Seamless change</Mark> : null}
      {goes.has("ABRUPT") ? <Mark mark={<Zap size={13} aria-hidden />}>Abrupt change</Mark> : null}
      {goes.has("MISSING") ? <Mark mark={<Hole />}>The change is missing</Mark> : null}
      {goes.has(undefined) ? <Mark mark={<Stroke colour="var(--line2)" />}>Next phase; how the change goes is not recorded</Mark> : null}
      {felt.some(({ score }) => score !== null) ? <Mark>▲ Feels good ● so-so ▼ bad</Mark> : null}
      {lines.map((dash) => (
        <Mark key={dash} mark={<Stroke dash={dash} />}>
          {LINES[dash]}
        </Mark>
      ))}
      {rows.some(({ disputed }) => disputed) ? <Mark mark={<Stroke colour="var(--danger)" />}>≠ Sources disagree</Mark> : null}
    </>
  );
}

/** What a line between two lifecycles says of the phases, by its dashes. */
const LINES: Record<string, string> = {
  "": "Exactly the same phase",
  [DEGREES.CLOSE.dash]: "Close to it",
  [DEGREES.BROAD.dash]: "Broader or narrower than it",
  [DEGREES.RELATED.dash]: "Related to it",
};

function Mark({ mark, children }: { mark?: ReactNode; children: ReactNode }) {
  return (
    <span className={styles.mark}>
      {mark} {children}
    </span>
  );
}

function Stroke({ dash = "", tick = false, colour = "currentColor" }: { dash?: string; tick?: boolean; colour?: string }) {
  return (
    <svg width={30} height={14} stroke={colour} aria-hidden>
      <line x1={1} x2={29} y1={7} y2={7} strokeWidth={tick ? 1.5 : 2} strokeDasharray={dash} strokeLinecap={dash.startsWith("0.1") ? "round" : "butt"} />
      {tick ? <line x1={15} x2={15} y2={14} strokeWidth={3} /> : null}
    </svg>
  );
}

function Hole() {
  return (
    <svg width={16} height={14} fill="none" stroke="currentColor" aria-hidden>
      <rect x={0.75} y={0.75} width={14.5} height={12.5} strokeDasharray="2.5 2.5" />
    </svg>
  );
}
