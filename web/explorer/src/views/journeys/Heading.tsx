import styles from "./Finding.module.css";
import type { Side } from "./MapGrid.tsx";

/** The names of two journeys that are compared, each with the word that its lanes bear. */
export function Heading({ sides }: { sides: readonly Side[] }) {
  return sides.map(({ word, of }) => (
    <span key={word} className={styles.side}>
      <span className={styles.word}>{word}</span> {of?.name} <State state={of?.state ?? null} />
    </span>
  ));
}

/** Whether a journey is as it is or as it should be. */
export function State({ state }: { state: string | null }) {
  return state ? <span className={styles.state}>{state === "AS_IS" ? "As-is" : "To-be"}</span> : null;
}
