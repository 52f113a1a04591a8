import type { LegendEntry } from "../../drawing/Drawing.tsx";
import { Dot, POINTS } from "../../drawing/marks.tsx";
import { Star } from "../../parts/marks.tsx";
import type { MarkName } from "./legend.ts";
import { SeverityBars } from "./cells.tsx";

/** The marks of a map, each with its word. */
export const MARKS: Readonly<Record<MarkName, LegendEntry>> = {
  before: { word: "Before: thin line", mark: <Stroke width={1.25} />, wide: 26 },
  after: { word: "After: thick line", mark: <Stroke width={2.25} />, wide: 26 },
  ...POINTS,
  gap: { word: "Not recorded", mark: <Stroke width={1.75} dash="0.1 4.5" />, wide: 26 },
  aside: { word: "Small: further feelings", mark: <Dot basis="stated" radius={2.5} />, wide: 12 },
  moment: {
    word: "Moment of truth",
    mark: (
      <g transform="translate(0 -8)">
        <Star size={16} />
      </g>
    ),
    wide: 16,
  },
  against: { word: "≠ Sources disagree" },
  severity: { word: "How much it hurts", mark: <SeverityBars severity={2} colour="var(--very-low)" />, wide: 29 },
};

function Stroke({ width, dash }: { width: number; dash?: string }) {
  return <line x1={1} x2={25} stroke="var(--ink2)" strokeWidth={width} strokeDasharray={dash} strokeLinecap={dash ? "round" : "butt"} />;
}
