import { Tile } from "../parts/Tile.tsx";
import styles from "./HitLine.module.css";
import { context, type Hit, pieces } from "./finding.ts";

/** A hit: its kind's tile, its name with what matched, and where it lies or what else matched. */
export function HitLine({ hit }: { hit: Hit }) {
  const named = hit.highlights.find(({ field, text }) => field === "name" && text === hit.node.name);
  const other = hit.highlights.find((highlight) => highlight !== named && highlight.text !== hit.node.name);
  const where = context(hit);
  return (
    <span className={styles.line}>
      <Tile kind={hit.node.kind} small />
      <span className={styles.words}>
        <span className={styles.name}>{named ? <Marked {...named} /> : hit.node.name}</span>
        {where ? <span className={styles.more}>{where}</span> : null}
        {!named && other ? (
          <span className={styles.more}>
            <Marked {...other} />
          </span>
        ) : null}
      </span>
    </span>
  );
}

function Marked({ text, matches }: { text: string; matches: readonly { start: number; end: number }[] }) {
  return pieces(text, matches).map(({ text: piece, hit }, place) =>
    hit ? <mark key={place} className={styles.hit}>{piece}</mark> : piece,
  );
}
