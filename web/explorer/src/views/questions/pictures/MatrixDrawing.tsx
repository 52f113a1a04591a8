import { Drawing } from "../../../drawing/Drawing.tsx";
import { Label } from "../../../drawing/Label.tsx";
import { nodeName } from "../values.ts";
import type { Matrix } from "./picture.ts";

const NAME = 240;
const ROW = 40;
const HEAD = 64;
const NOTHING = { word: "· Nothing recorded" };

export function MatrixDrawing({ picture: { corner, columns, rows }, width, label }: { picture: Matrix; width: number; label: string }) {
  const cell = Math.max(88, Math.min(160, (width - NAME - 48) / Math.max(1, columns.length)));
  const whole = Math.max(width, NAME + 48 + cell * columns.length);
  return (
    <Drawing width={whole} height={HEAD + rows.length * ROW + 20} label={label} legend={rows.some(({ cells }) => cells.includes(undefined)) ? [NOTHING] : []}>
      <Label x={24} y={HEAD - 16} text={corner} room={NAME - 24} weight={600} fill="var(--ink2)" />
      {columns.map((column, place) => (
        <Label key={place} x={NAME + 24 + place * cell + 8} y={20} text={nodeName(column)} room={cell - 12} most={3} weight={600} to={column} />
      ))}
      {rows.map(({ node, note, cells }, place) => {
        const y = HEAD + place * ROW;
        return (
          <g key={place}>
            <line x1={24} x2={whole - 24} y1={y} y2={y} stroke="var(--line)" />
            <Label x={24} y={y + (note ? 17 : 24)} text={nodeName(node)} room={NAME - 24} most={1} to={node} />
            {note ? <Label x={24} y={y + 32} text={note} room={NAME - 24} most={1} size={11} fill="var(--danger)" /> : null}
            {cells.map((at, column) => {
              const x = NAME + 24 + column * cell;
              return at ? (
                <g key={column}>
                  <rect x={x + 4} y={y + 5} width={cell - 8} height={ROW - 10} rx={4} fill="var(--accent)" opacity={0.06 + at.weight * 0.24} />
                  <Label x={x + cell / 2} y={y + 25} text={at.text} room={cell - 12} most={1} weight={550} anchor="middle" />
                </g>
              ) : (
                <text key={column} x={x + cell / 2} y={y + 25} textAnchor="middle" fill="var(--ink3)">
                  ·
                </text>
              );
            })}
          </g>
        );
      })}
    </Drawing>
  );
}
