import { lookOf } from "../../kinds.ts";
import { BASIS_WORDS, type Basis, BasisLine, Strength, Star } from "../../parts/marks.tsx";
import { Tile } from "../../parts/Tile.tsx";
import styles from "./TraceLegend.module.css";

const BASES: readonly Basis[] = ["stated", "measured", "inferred", "gap"];
const STRENGTHS = [
  { strength: 3, word: "strong" },
  { strength: 2, word: "medium" },
  { strength: 1, word: "weak" },
  { strength: null, word: "not recorded" },
];

export function TraceLegend() {
  return (
    <>
      {BASES.map((basis) => (
        <span key={basis} className={styles.mark}>
          <BasisLine basis={basis} width={30} /> {BASIS_WORDS[basis]}
        </span>
      ))}
      <span className={styles.rule} aria-hidden />
      {STRENGTHS.map(({ strength, word }) => (
        <span key={word} className={styles.mark}>
          <Strength strength={strength} bare /> {word}
        </span>
      ))}
    </>
  );
}

/** The kind of what is traced, in words; a moment of truth on inverted ink. */
export function KindBadge({ kind }: { kind: string }) {
  const { one } = lookOf(kind);
  return kind === "moment_of_truth" ? (
    <span className={styles.moment}>
      <Star size={12} /> {one}
    </span>
  ) : (
    <span className={styles.mark}>
      <Tile kind={kind} small /> {one}
    </span>
  );
}
