import { Link as Anchor } from "wouter";
import { best } from "../addresses.ts";
import { widthOf } from "./widthOf.ts";
import { wrap } from "./wrap.ts";

interface Props {
  x: number;
  y: number;
  text: string;
  /** How wide it may be, in pixels. */
  room: number;
  /** How many lines it may have. */
  most?: number;
  size?: number;
  weight?: number;
  fill?: string;
  anchor?: "start" | "middle" | "end";
  /** What it leads to. */
  to?: { readonly kind: string; readonly key: string } | undefined;
}

/** The least height of what can be pressed, in pixels. */
const TARGET = 24;

/** The height of a line, as a part of the size of the font. */
export const LEADING = 1.3;

/** How many lines a text takes in some room. */
export function linesOf(text: string, room: number, most = 2, size = 12, weight = 400): string[] {
  return wrap(text, room, most, (line) => widthOf(line, size, weight));
}

/** Words in a drawing, wrapped to the room that they have. */
export function Label({ x, y, text, room, most = 2, size = 12, weight = 400, fill = "var(--ink)", anchor = "start", to }: Props) {
  const lines = linesOf(text, room, most, size, weight);
  const words = (
    <text x={x} y={y} fontSize={size} fontWeight={weight} fill={fill} textAnchor={anchor}>
      {lines.map((line, number) => (
        <tspan key={number} x={x} dy={number === 0 ? 0 : size * LEADING}>
          {number < lines.length - 1 ? `${line} ` : line}
        </tspan>
      ))}
    </text>
  );
  if (!to?.key) return words;
  // What is pressed is as tall as a finger needs it, whatever the letters are.
  const tall = Math.max(TARGET, lines.length * size * LEADING + 6);
  const wide = Math.max(TARGET, ...lines.map((line) => widthOf(line, size, weight)));
  const left = anchor === "start" ? x : anchor === "middle" ? x - wide / 2 : x - wide;
  return (
    <Anchor href={best(to)}>
      <rect x={left} y={y - size - (tall - lines.length * size * LEADING) / 2} width={wide} height={tall} fill="transparent" />
      {words}
    </Anchor>
  );
}
