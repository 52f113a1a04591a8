import { Star } from "../../parts/marks.tsx";
import { count, listed } from "../../words.ts";
import styles from "./Finding.module.css";
import type { Side } from "./MapGrid.tsx";
import { distinct, type MapModel } from "./model.ts";

/** What a map holds, in one sentence: how much of what, and how much of it is backed. */
export function Finding({ state, sides }: { state: string | null; sides: readonly Side[] }) {
  const side = sides.at(-1);
  if (!side) return null;
  const columns = side.model.columns.filter(({ ref }) => ref.kind !== "nothing" && ref.kind !== "stage");
  const moments = distinct(columns.flatMap((column) => column.moments));
  const known = side.cells.filter((cell, place) => cell && side.model.columns[place]?.ref.kind !== "nothing");
  const backed = known.filter((cell) => cell && cell.evidence > 0).length;
  return (
    <>
      {state ? <span className={styles.state}>{state === "AS_IS" ? "As-is" : "To-be"}</span> : null}
      <span>{listed(counts(side.model))},</span>
      <span className={styles.moments}>
        <Star size={14} /> {count(moments.length, "moment of truth", "moments of truth")}
      </span>
      {side.model.zoom !== "phase" && known.length === side.cells.length && known.length > 0 ? (
        <span className={styles.coverage}>
          <svg width={54} height={6} aria-hidden>
            <rect width={54} height={6} rx={3} fill="var(--line)" />
            <rect width={(54 * backed) / known.length} height={6} rx={3} fill="var(--ink)" />
          </svg>
          {backed} of {known.length} have evidence
        </span>
      ) : null}
    </>
  );
}

function counts({ zoom, groups, columns }: MapModel): string[] {
  const there = columns.filter(({ ref }) => ["step", "micro_moment", "journey"].includes(ref.kind));
  const steps = new Set(there.flatMap(({ step }) => step ?? [])).size;
  if (zoom === "phase") return [count(groups.length, "phase"), count(there.length, "journey")];
  const inside = there.reduce((sum, column) => sum + column.inside.length, 0);
  const micro = zoom === "micro" ? there.filter(({ ref }) => ref.kind === "micro_moment").length : inside;
  return [count(groups.length, "stage"), count(steps, "step"), count(micro, "micro-moment")];
}
