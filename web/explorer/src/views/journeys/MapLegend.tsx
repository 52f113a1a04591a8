import type { ReactNode } from "react";
import { Star } from "../../parts/marks.tsx";
import type { Curve } from "./curve.ts";
import { Severity } from "./cells.tsx";
import { MARKS, type MarkName } from "./legend.ts";
import styles from "./MapLegend.module.css";
import { PersonaLine } from "./personas.tsx";

interface Props {
  /** All personas of the journey, in a fixed order, and the looks of those shown, by key. */
  personas: readonly Curve["persona"][];
  shown: ReadonlyMap<string, number>;
  onToggle: (persona: string) => void;
}

/** Whose curves there are; each can be switched on and off. */
export function Personas({ personas, shown, onToggle }: Props) {
  return personas.map(({ key, name }) => (
    <button
      key={key}
      type="button"
      className={styles.persona}
      aria-pressed={shown.has(key)}
      onClick={() => onToggle(key)}
      title={shown.has(key) ? "Leave out" : "Show"}
    >
      {shown.has(key) ? <PersonaLine place={shown.get(key) ?? 0} /> : <span className={styles.off} />}
      {name}
    </button>
  ));
}

/** The mark itself, where its word doesn't begin with it. */
const DRAWN: Partial<Record<MarkName, ReactNode>> = {
  before: <Stroke width={1.25} />,
  after: <Stroke width={2.25} />,
  measured: <Dot fill="currentColor" />,
  stated: <Dot />,
  inferred: <Dot dash="2 2" />,
  gap: <Stroke width={1.75} dash="0.1 4.5" />,
  aside: <Dot radius={2.5} />,
  moment: <Star size={15} />,
  severity: <Severity severity={2} bare />,
};

/** What the marks of a map mean. */
export function MapLegend({ marks }: { marks: readonly MarkName[] }) {
  return marks.map((mark) => (
    <span key={mark} className={styles.mark}>
      {DRAWN[mark]} {MARKS[mark]}
    </span>
  ));
}

function Dot({ fill = "none", radius = 4.5, dash }: { fill?: string; radius?: number; dash?: string }) {
  return (
    <svg width={13} height={13} aria-hidden>
      <circle cx={6.5} cy={6.5} r={radius} fill={fill} stroke="currentColor" strokeWidth={2} strokeDasharray={dash} />
    </svg>
  );
}

function Stroke({ width, dash }: { width: number; dash?: string }) {
  return (
    <svg width={26} height={8} stroke="currentColor" aria-hidden>
      <line x1={2} x2={24} y1={4} y2={4} strokeWidth={width} strokeDasharray={dash} strokeLinecap={dash ? "round" : "butt"} />
    </svg>
  );
}
