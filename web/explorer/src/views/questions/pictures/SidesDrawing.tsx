import { Drawing } from "../../../drawing/Drawing.tsx";
import { LEADING, Label, linesOf } from "../../../drawing/Label.tsx";
import type { Sides } from "./picture.ts";

const NAME = 220;
const LINE = 12 * LEADING;
const MOST = 6;
const NOTHING = { mark: <rect y={-7} width={30} height={14} rx={4} fill="none" stroke="var(--line2)" strokeDasharray="3 3" />, wide: 30, word: "Nothing recorded" };

export function SidesDrawing({ picture: { heads, rows }, width, label }: { picture: Sides; width: number; label: string }) {
  const side = Math.max(170, (width - NAME - 48) / Math.max(1, heads.length));
  const whole = Math.max(width, NAME + 48 + side * heads.length);
  let top = 44;
  const placed = rows.map((row) => {
    const tall = Math.max(
      linesOf(row.label, NAME - 24).length + (row.mark ? linesOf(row.mark, NAME - 24).length : 0),
      ...row.cells.map((texts) => texts.reduce((sum, text) => sum + linesOf(text, side - 20, MOST).length, 0)),
      1,
    );
    const at = top;
    top += tall * LINE + 20;
    return { row, at, bottom: top };
  });
  return (
    <Drawing width={whole} height={top + 16} label={label} legend={rows.some(({ cells }) => cells.some(({ length }) => length === 0)) ? [NOTHING] : []}>
      {heads.map((head, place) => (
        <Label key={place} x={NAME + 24 + place * side + 10} y={26} text={head} room={side - 16} most={1} weight={650} />
      ))}
      {placed.map(({ row, at, bottom }, place) => {
        const lines = linesOf(row.label, NAME - 24).length;
        return (
          <g key={place}>
            <line x1={24} x2={whole - 24} y1={at} y2={at} stroke="var(--line)" />
            <Label x={24} y={at + 18} text={row.label} room={NAME - 24} weight={600} to={row.node} />
            {row.mark ? <Label x={24} y={at + 18 + lines * LINE} text={row.mark} room={NAME - 24} fill="var(--ink2)" /> : null}
            {row.cells.map((texts, column) => {
              const x = NAME + 24 + column * side;
              if (texts.length === 0) {
                return <rect key={column} x={x + 4} y={at + 5} width={side - 8} height={bottom - at - 10} rx={4} fill="none" stroke="var(--line2)" strokeDasharray="3 3" />;
              }
              let y = at + 18;
              return (
                <g key={column}>
                  {texts.map((text, number) => {
                    const here = y;
                    y += linesOf(text, side - 20, MOST).length * LINE;
                    return <Label key={number} x={x + 10} y={here} text={text} room={side - 20} most={MOST} weight={number === 0 ? 550 : 400} />;
                  })}
                </g>
              );
            })}
          </g>
        );
      })}
    </Drawing>
  );
}
