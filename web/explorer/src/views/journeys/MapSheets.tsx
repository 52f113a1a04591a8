import { usePrinting } from "../../parts/usePrinting.ts";
import type { Curve } from "./curve.ts";
import type { Cell } from "./lanes.ts";
import { MapGrid, type GridProps, type Side } from "./MapGrid.tsx";
import styles from "./MapSheets.module.css";
import { sheets } from "./sheets.ts";

/** Pixels between the margins of a sheet of A3, and of its first column. */
const SHEET = 1511;
const LANE = 126;

type Props = Pick<GridProps, "name" | "sides" | "curves" | "pairs" | "lanes">;

/** The map on paper: sheet after sheet, cut between stages, each with the names of the lanes. */
export function MapSheets(props: Props) {
  const printing = usePrinting();
  if (!printing) return null;
  const { name, sides, curves, pairs, lanes } = props;
  const model = sides[0]?.model;
  if (!model) return null;
  const cuts = sheets(model);
  const width = Math.floor((SHEET - LANE) / Math.max(1, ...cuts.map(([from, to]) => to - from)));
  return (
    <div className={styles.sheets} style={{ "--lane": `${LANE}px`, "--column": `${width}px` } as React.CSSProperties}>
      {cuts.map(([from, to]) => (
        <div key={from} className={styles.sheet}>
          <MapGrid
            name={name}
            sides={sides.map((side) => cut(side, from, to))}
            curves={curves?.map((curve) => moved(curve, from, to))}
            pairs={pairs?.slice(from, to)}
            lanes={lanes}
            width={width}
            lane={LANE}
            selected=""
            onSelect={() => undefined}
            onOpen={() => undefined}
          />
        </div>
      ))}
    </div>
  );
}

function cut({ word, model, cells }: Side, from: number, to: number): Side {
  const groups = model.groups.flatMap((group) => {
    const first = Math.max(group.first, from);
    const size = Math.min(group.first + group.size, to) - first;
    return size > 0 ? [{ ...group, first: first - from, size }] : [];
  });
  const part: readonly (Cell | undefined)[] = cells.slice(from, to);
  return { ...(word !== undefined && { word }), model: { ...model, groups, columns: model.columns.slice(from, to) }, cells: part };
}

/** A curve over the columns of one sheet; it goes on beyond the edge, where the sheet cuts it. */
function moved(curve: Curve, from: number, to: number): Curve {
  const shift = <T extends { at: number; column: number }>(point: T): T => ({
    ...point,
    at: point.at - from,
    column: point.column - from,
  });
  const inside = ({ column }: { column: number }) => column >= from && column < to;
  return {
    ...curve,
    points: curve.points.filter(inside).map(shift),
    spans: curve.spans
      .filter(({ first, last }) => last >= from && first < to)
      .map((span) => ({ ...span, first: Math.max(span.first, from) - from, last: Math.min(span.last, to - 1) - from })),
    segments: curve.segments.map((segment) => segment.map(shift)),
    disputed: curve.disputed.filter((column) => column >= from && column < to).map((column) => column - from),
  };
}
