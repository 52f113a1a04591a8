import { lookOf } from "../kinds.ts";
import styles from "./Tile.module.css";

/** The icon of a kind on its family's colour; the kind in words stands beside it, so it says nothing itself. */
export function Tile({ kind, small = false }: { kind: string; small?: boolean }) {
  const { family, icon: Icon } = lookOf(kind);
  const star = kind.toLowerCase() === "moment_of_truth" ? styles.star : "";
  return (
    <span className={`${styles.tile} ${styles[family]} ${star} ${small ? styles.small : ""}`}>
      <Icon size={small ? 11 : 14} strokeWidth={2} aria-hidden />
    </span>
  );
}
