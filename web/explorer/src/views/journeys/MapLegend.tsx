import type { Curve } from "./curve.ts";
import type { MarkName } from "./legend.ts";
import { MARKS } from "./mapMarks.tsx";
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

/** What the marks of a map mean. */
export function MapLegend({ marks }: { marks: readonly MarkName[] }) {
  return marks.map((name) => {
    const { mark, wide, word } = MARKS[name];
    return (
      <span key={name} className={styles.mark}>
        {mark ? (
          <svg width={wide} height={16} viewBox={`0 -8 ${wide} 16`} aria-hidden>
            {mark}
          </svg>
        ) : null}
        {word}
      </span>
    );
  });
}
