import { Star } from "../../parts/marks.tsx";
import { count, listed } from "../../words.ts";
import type { Pair } from "./comparison.ts";
import styles from "./Finding.module.css";
import { State } from "./Heading.tsx";
import type { Side } from "./MapGrid.tsx";
import { type Column, distinct, type MapModel } from "./model.ts";

/** What a map holds, in one sentence: how much of what, and how much of it is backed. */
export function Finding({ state, sides, pairs }: {
  state: string | null;
  sides: readonly Side[];
  pairs: readonly Pair[] | undefined;
}) {
  const [side] = sides;
  if (!side) return null;
  if (pairs) {
    return (
      <>
        <span>{changes(pairs)};</span>
        {sides.map((one) => (
          <Coverage key={one.word} side={one} />
        ))}
      </>
    );
  }
  const moments = distinct(side.model.columns.flatMap((column) => column.moments));
  return (
    <>
      <State state={state} />
      <span>{listed(counts(side.model))},</span>
      <span className={styles.moments}>
        <Star size={14} /> {count(moments.length, "moment of truth", "moments of truth")}
      </span>
      {side.model.zoom === "phase" ? null : <Coverage side={side} />}
    </>
  );
}

/** What becomes of the steps, in words. */
function changes(pairs: readonly Pair[]): string {
  const many = (which: Pair["mark"]) => pairs.filter(({ mark }) => mark === which).length;
  const parts = [["changed", "changed"], ["added", "added"], ["removed", "removed"], ["same", "the same"]] as const;
  const words = parts.flatMap(([mark, word]) => (many(mark) > 0 ? `${many(mark)} ${word}` : []));
  return `${count(pairs.length, "step")}: ${listed(words)}`;
}

/** For how much of a journey there is evidence; nothing until all of it is known. */
function Coverage({ side: { word, model, cells } }: { side: Side }) {
  const own = cells.filter((_, place) => isThing(model.columns[place]));
  if (own.length === 0 || own.some((cell) => !cell)) return null;
  const backed = own.filter((cell) => cell && cell.evidence > 0).length;
  return (
    <span className={styles.coverage}>
      {word ? `${word},` : null}
      <svg width={54} height={6} aria-hidden>
        <rect width={54} height={6} rx={3} fill="var(--line)" />
        <rect width={(54 * backed) / own.length} height={6} rx={3} fill="var(--ink)" />
      </svg>
      {backed} of {own.length} have evidence
    </span>
  );
}

/** Whether a column stands for something, and not for a place where nothing is. */
function isThing(column: Column | undefined): boolean {
  return column !== undefined && ["step", "micro_moment", "journey"].includes(column.ref.kind);
}

function counts(model: MapModel): string[] {
  const { zoom, groups } = model;
  const columns = model.columns.filter(isThing);
  const steps = new Set(columns.flatMap(({ step }) => step ?? [])).size;
  if (zoom === "phase") return [count(groups.length, "phase"), count(columns.length, "journey")];
  const inside = columns.reduce((sum, column) => sum + column.inside.length, 0);
  const micro = zoom === "micro" ? columns.filter(({ ref }) => ref.kind === "micro_moment").length : inside;
  return [count(groups.length, "stage"), count(steps, "step"), count(micro, "micro-moment")];
}
