import { score } from "../../words.ts";
import type { Curve, Point } from "./curve.ts";
import { FEELING, heightOf } from "./scale.ts";

/** The labels of the lowest recorded points, all of them where several are, placed so that none hides another. */

export interface Label {
  readonly key: string;
  readonly place: number;
  readonly point: Point;
  /** Its middle, and its top, in pixels. */
  readonly x: number;
  readonly y: number;
}

const HEIGHT = 22;
const LETTER = 6.6;

export function labels(curves: readonly Curve[], width: number, whole: number): Label[] {
  const placed: (Label & { half: number })[] = [];
  for (const { place, earlier, points } of curves) {
    for (const point of points.filter(({ lowest }) => lowest)) {
      const half = ((`▾ ${score(point.score)} ${point.emotion ?? ""}`.length + 2) * LETTER) / 2;
      const x = Math.min(Math.max(point.at * width, half), Math.max(whole - half, half));
      const below = heightOf(point.score) + 10;
      const above = heightOf(point.score) - 12 - HEIGHT;
      const fits = [below, below + HEIGHT, above, above - HEIGHT]
        .map((y) => Math.min(Math.max(y, 0), FEELING.height - HEIGHT))
        .find((y) => !placed.some((other) => Math.abs(other.y - y) < HEIGHT && Math.abs(other.x - x) < other.half + half));
      const key = `${point.key}${earlier ? " before" : ""}`;
      placed.push({ key, place, point, x, y: fits ?? Math.min(below, FEELING.height - HEIGHT), half });
    }
  }
  return placed;
}
