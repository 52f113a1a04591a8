import { Star } from "../../parts/marks.tsx";
import type { Curve } from "./curve.ts";
import styles from "./MapLegend.module.css";
import { PersonaLine } from "./personas.tsx";

interface Props {
  /** All personas of the journey, in a fixed order, and the looks of those shown, by key. */
  personas: readonly Curve["persona"][];
  shown: ReadonlyMap<string, number>;
  onToggle: (persona: string) => void;
}

/** What the marks mean; personas can be switched on and off here. */
export function MapLegend({ personas, shown, onToggle }: Props) {
  return (
    <>
      {personas.map(({ key, name }) => (
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
      ))}
      {personas.length > 0 ? <span className={styles.rule} aria-hidden /> : null}
      <span className={styles.mark}>
        <Dot fill="currentColor" /> Measured
      </span>
      <span className={styles.mark}>
        <Dot fill="none" /> Stated
      </span>
      <span className={styles.mark}>
        <Dot fill="none" dotted /> Inferred
      </span>
      <span className={styles.mark}>
        <svg width={22} height={8} stroke="currentColor" aria-hidden>
          <line x1={2} x2={20} y1={4} y2={4} strokeWidth={1.75} strokeDasharray="0.1 4.5" strokeLinecap="round" />
        </svg>
        Not recorded
      </span>
      <span className={styles.rule} aria-hidden />
      <span className={styles.mark}>
        <Star size={15} /> Moment of truth
      </span>
      <span className={styles.mark}>▾ Lowest point</span>
    </>
  );
}

function Dot({ fill, dotted = false }: { fill: string; dotted?: boolean }) {
  return (
    <svg width={13} height={13} aria-hidden>
      <circle cx={6.5} cy={6.5} r={4.5} fill={fill} stroke="currentColor" strokeWidth={2} strokeDasharray={dotted ? "2 2" : undefined} />
    </svg>
  );
}
