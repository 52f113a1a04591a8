import { BASES, BASIS_WORDS, type Basis } from "../parts/marks.tsx";
import type { LegendEntry } from "./Drawing.tsx";

/** A line in a drawing, in the style of its basis. */
export function BasisStroke({ path, basis, width = 2, colour = "var(--ink2)" }: { path: string; basis: Basis; width?: number; colour?: string }) {
  if (basis === "measured") {
    return (
      <g fill="none">
        <path d={path} stroke={colour} strokeWidth={width + 4.5} />
        <path d={path} stroke="var(--surface)" strokeWidth={width + 0.8} />
      </g>
    );
  }
  const dash = basis === "inferred" ? "7 5" : basis === "gap" ? "0.1 5" : undefined;
  return (
    <path d={path} fill="none" stroke={colour} strokeWidth={width} strokeDasharray={dash} strokeLinecap={basis === "gap" ? "round" : "butt"} />
  );
}

/** A point in a drawing, in the style of its basis. */
export function Dot({ basis, radius = 4.5 }: { basis: PointBasis; radius?: number }) {
  const fill = basis === "measured" ? "var(--ink2)" : "var(--surface)";
  return <circle cx={6} r={radius} fill={fill} stroke="var(--ink2)" strokeWidth={2} strokeDasharray={basis === "inferred" ? "2 2" : undefined} />;
}

type PointBasis = (typeof BASES)[number];

const point = (basis: PointBasis): LegendEntry => ({ mark: <Dot basis={basis} />, wide: 12, word: BASIS_WORDS[basis] });

/** The legend's entries for the points of curves. */
export const POINTS: Readonly<Record<PointBasis | "lowest", LegendEntry>> = {
  measured: point("measured"),
  stated: point("stated"),
  inferred: point("inferred"),
  lowest: { word: "▾ Lowest point" },
};

const ORDER: readonly Basis[] = ["measured", "stated", "inferred", "gap"];

/** The legend's entries for the lines of a drawing: those that are there, once. */
export function basisLegend(there: Iterable<Basis>): LegendEntry[] {
  const used = new Set(there);
  return ORDER.filter((basis) => used.has(basis)).map((basis) => ({
    mark: <BasisStroke path="M0 0H30" basis={basis} />,
    wide: 30,
    word: BASIS_WORDS[basis],
  }));
}
