import { Hidden } from "../parts/Hidden.tsx";
import styles from "./states.module.css";

/** The heights of the grey blocks, in pixels, that stand for what a view is about to show. */
export function Skeleton({ rows = [28, 16, 160, 160] }: { rows?: readonly number[] }) {
  return (
    <div className={`${styles.bones} ${styles.waiting}`}>
      <Hidden>Loading…</Hidden>
      {rows.map((height, row) => (
        // The blocks never change places.
        <div key={row} className={styles.bone} style={{ height }} />
      ))}
    </div>
  );
}

/** A grey block in the place of one thing that is still asked for. */
export function Bone({ className = "" }: { className?: string | undefined }) {
  return (
    <span className={`${styles.bone} ${styles.thing} ${styles.waiting} ${className}`}>
      <Hidden>Loading…</Hidden>
    </span>
  );
}
