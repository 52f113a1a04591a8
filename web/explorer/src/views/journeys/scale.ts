import { curveMonotoneX, line } from "d3-shape";
import type { Curve, Point } from "./curve.ts";

/** Sizes of the map in pixels, and how scores become heights. */

export const COLUMN = 124;
export const FEELING = { height: 204, top: 29, band: 29 } as const;
/** The rails of channels, below the name of their lane. */
const RAIL = { top: 26, step: 20 } as const;

const MIDDLE = FEELING.top + 2.5 * FEELING.band;

/** The height of a score from -1 to 1, from the top of the lane. */
export function heightOf(score: number): number {
  return MIDDLE - score * 2.5 * FEELING.band;
}

/** The height of a channel's rail, by its place among the channels. */
export function railOf(place: number): number {
  return RAIL.top + (place + 0.5) * RAIL.step;
}

/** The height of the lane of some channels. */
export function railsOf(channels: number): number {
  return RAIL.top + Math.max(channels, 1) * RAIL.step + 8;
}

/** Five bands from the top, each with its token and its word. */
export const BANDS = [
  { word: "very good", token: "very-good" },
  { word: "good", token: "good" },
  { word: "neutral", token: "neutral" },
  { word: "low", token: "low" },
  { word: "very low", token: "very-low" },
] as const;

export type Band = (typeof BANDS)[number];

/** The band of a score; they meet at ±0.2 and ±0.6. */
export function bandOf(score: number): Band {
  const place = score >= 0.6 ? 0 : score >= 0.2 ? 1 : score > -0.2 ? 2 : score > -0.6 ? 3 : 4;
  return BANDS[place];
}

/** A smooth line that never goes beyond what is recorded. */
export function smooth(points: readonly (readonly [number, number])[]): string {
  return line<readonly [number, number]>().curve(curveMonotoneX)(points as [number, number][]) ?? "";
}

/** The paths of a curve: one for each segment, and the straight bridges over what is not recorded. */
export function paths(
  { segments }: Curve,
  x: (at: number) => number,
  y: (score: number) => number,
): { lines: string[]; bridges: string[] } {
  const place = ({ at, score }: Point) => [x(at), y(score)] as const;
  const bridges = segments.slice(1).flatMap((segment, number) => {
    const [from, to] = [segments[number]?.at(-1), segment[0]];
    return from && to ? [`M${place(from).join(",")}L${place(to).join(",")}`] : [];
  });
  return { lines: segments.filter(({ length }) => length > 1).map((segment) => smooth(segment.map(place))), bridges };
}
