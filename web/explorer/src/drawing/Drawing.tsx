import { createContext, type ReactNode, useContext } from "react";
import { day } from "../words.ts";
import { Label } from "./Label.tsx";
import { widthOf } from "./widthOf.ts";

/** A word and its mark, drawn around the left end of a line; a word that begins with its mark needs none. */
export interface LegendEntry {
  readonly word: string;
  readonly mark?: ReactNode;
  /** How wide the mark is, in pixels. */
  readonly wide?: number;
}

interface Props {
  width: number;
  height: number;
  label: string;
  /** The words of the marks that are in it. */
  legend?: readonly LegendEntry[] | undefined;
  children: ReactNode;
}

/** The title of a drawing that is taken along, where nothing around it says what it is, when it was made and where. */
export const Alone = createContext<string | undefined>(undefined);

const EDGE = 24;
const TITLE = 48;
const ROW = 24;
const FOOT = 36;

/** A drawing that can be exported as it is: its background and its letters are its own. */
export function Drawing({ width, height, label, legend = [], children }: Props) {
  const title = useContext(Alone);
  const entries = placed(legend, width);
  const top = title === undefined ? 0 : TITLE;
  const above = top + (entries.length > 0 ? ((entries.at(-1)?.row ?? 0) + 1) * ROW + 16 : 0);
  const whole = above + height + (title === undefined ? 0 : FOOT);
  return (
    <svg
      width={width}
      height={whole}
      viewBox={`0 0 ${width} ${whole}`}
      role="group"
      aria-label={label}
      data-picture
      fontFamily="var(--sans)"
      fontSize={12}
      fill="var(--ink)"
    >
      <rect width={width} height={whole} fill="var(--surface)" />
      {title === undefined ? null : <Label x={EDGE} y={34} text={title} room={width - 2 * EDGE} most={1} size={20} weight={650} />}
      {entries.map(({ mark, wide = 0, word, x, row }) => (
        <g key={word} transform={`translate(${x} ${top + 20 + row * ROW})`}>
          {mark}
          <text x={mark ? wide + 8 : 0} y={4} fill="var(--ink2)">
            {word}
          </text>
        </g>
      ))}
      <g transform={`translate(0 ${above})`}>{children}</g>
      {title === undefined ? null : (
        <Label x={EDGE} y={whole - 14} text={`${day(new Date())} · ${window.location.href}`} room={width - 2 * EDGE} most={1} fill="var(--ink3)" />
      )}
    </svg>
  );
}

/** The entries of a legend in rows as wide as the drawing. */
function placed(legend: readonly LegendEntry[], width: number): (LegendEntry & { x: number; row: number })[] {
  let [x, row] = [EDGE, 0];
  return legend.map((entry) => {
    const wide = (entry.mark ? (entry.wide ?? 0) + 8 : 0) + widthOf(entry.word, 12, 400) + 20;
    if (x > EDGE && x + wide > width) [x, row] = [EDGE, row + 1];
    const at = { ...entry, x, row };
    x += wide;
    return at;
  });
}
