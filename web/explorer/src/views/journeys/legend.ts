import type { Curve } from "./curve.ts";
import type { Side } from "./MapGrid.tsx";

export type MarkName = "before" | "after" | "measured" | "stated" | "inferred" | "gap" | "aside" | "moment" | "lowest" | "against" | "severity";

/** Which marks a map has: its legend has a word for each, and for no other. */
export function marksOf(sides: readonly Side[], curves: readonly Curve[]): MarkName[] {
  const points = curves.flatMap((curve) => [...curve.points, ...curve.spans]);
  const cells = sides.flatMap((side) => side.cells);
  const there: Record<MarkName, boolean> = {
    before: sides.length > 1,
    after: sides.length > 1,
    measured: points.some(({ basis }) => basis === "measured"),
    stated: points.some(({ basis }) => basis === "stated"),
    inferred: points.some(({ basis }) => basis === "inferred"),
    gap: curves.some(({ segments }) => segments.length > 1),
    aside: curves.some((curve) => curve.points.some(({ main }) => !main)),
    moment: sides.some(({ model }) => model.columns.some(({ moments }) => moments.length > 0)),
    lowest: points.some(({ lowest }) => lowest),
    against: cells.some((cell) => cell !== undefined && cell.against > 0),
    severity: cells.some((cell) => cell !== undefined && cell.pains.length > 0),
  };
  return (Object.keys(there) as MarkName[]).filter((mark) => there[mark]);
}
