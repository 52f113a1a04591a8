import { score } from "../../words.ts";
import type { Curve, Point } from "./curve.ts";
import { FEELING, heightOf } from "./scale.ts";

/** The labels of the lowest recorded points, all of them where several are, placed so that none hides another. */

export interface Label {
  readonly key: string;
  readonly place: number;
  readonly side: Curve["side"];
  readonly point: Point;
  /** Its middle, and its top, in pixels. */
  readonly x: number;
  readonly y: number;
}

const HEIGHT = 22;
const LETTER = 6.6;

/** The words of a label; where two journeys are compared, with which of them it tells of. */
export function labelOf({ score: value, emotion }: Point, side: Curve["side"]): string {
  return [side, "▾", score(value), emotion].filter(Boolean).join(" ");
}

export function labels(curves: readonly Curve[], width: number, whole: number): Label[] {
  // What is felt without a score stands at the foot of its column.
  const taken = curves.flatMap(({ unscored }) =>
    unscored.map(({ column }) => ({ x: (column + 0.5) * width, y: FEELING.height - HEIGHT, half: width / 2 })),
  );
  const placed: (Label & { half: number })[] = [];
  for (const { place, side, points } of curves) {
    for (const point of points.filter(({ lowest }) => lowest)) {
      const half = ((labelOf(point, side).length + 2) * LETTER) / 2;
      const x = Math.min(Math.max(point.at * width, half), Math.max(whole - half, half));
      const below = heightOf(point.score) + 10;
      const above = heightOf(point.score) - 12 - HEIGHT;
      const fits = [below, below + HEIGHT, above, above - HEIGHT]
        .map((y) => Math.min(Math.max(y, 0), FEELING.height - HEIGHT))
        .find((y) => ![...taken, ...placed].some((other) => Math.abs(other.y - y) < HEIGHT && Math.abs(other.x - x) < other.half + half));
      placed.push({ key: `${point.key} ${side ?? ""}`, place, side, point, x, y: fits ?? Math.min(below, FEELING.height - HEIGHT), half });
    }
  }
  return placed;
}
