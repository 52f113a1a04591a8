import { scaleLinear } from "d3-scale";
import { Drawing } from "../../../drawing/Drawing.tsx";
import { Label } from "../../../drawing/Label.tsx";
import { number } from "../../../words.ts";
import { nodeName } from "../values.ts";
import type { Scatter } from "./picture.ts";

const HEIGHT = 520;
const EDGE = { left: 72, right: 200, top: 24, bottom: 56 };

export function ScatterDrawing({ picture: { x, y, points }, width, label }: { picture: Scatter; width: number; label: string }) {
  const right = scaleLinear(x.range, [EDGE.left, Math.max(EDGE.left + 200, width - EDGE.right)]);
  const up = scaleLinear(y.range, [HEIGHT - EDGE.bottom, EDGE.top]);
  const [left, end] = right.range() as [number, number];
  const [bottom, top] = up.range() as [number, number];
  const labelled = apart(points.map((point) => ({ ...point, left: right(point.x) + 11, top: up(point.y) + 4 })));
  return (
    <Drawing width={width} height={HEIGHT} label={label}>
      <rect x={right(x.mark)} y={up(y.mark)} width={end - right(x.mark)} height={bottom - up(y.mark)} fill="var(--low-zone)" />
      <Label x={right(x.mark) + 8} y={bottom - 10} text="Invest here" room={160} weight={650} fill="var(--very-low)" />
      {right.ticks(5).map((tick) => (
        <g key={tick}>
          <line x1={right(tick)} x2={right(tick)} y1={top} y2={bottom} stroke="var(--line)" />
          <text x={right(tick)} y={bottom + 18} textAnchor="middle" fill="var(--ink2)">
            {number(tick)}
          </text>
        </g>
      ))}
      {up.ticks(5).map((tick) => (
        <g key={tick}>
          <line x1={left} x2={end} y1={up(tick)} y2={up(tick)} stroke="var(--line)" />
          <text x={left - 10} y={up(tick) + 4} textAnchor="end" fill="var(--ink2)">
            {number(tick)}
          </text>
        </g>
      ))}
      <text x={(left + end) / 2} y={HEIGHT - 14} textAnchor="middle" fontWeight={600}>
        {x.label} →
      </text>
      <text transform={`translate(20 ${(top + bottom) / 2}) rotate(-90)`} textAnchor="middle" fontWeight={600}>
        {y.label} →
      </text>
      {labelled.map(({ node, x: at, y: high, strong, left: from, top: baseline }) => (
        <g key={`${node.kind}:${node.key}`}>
          <circle cx={right(at)} cy={up(high)} r={6} fill={strong ? "var(--very-low)" : "var(--surface)"} stroke={strong ? "var(--very-low)" : "var(--ink2)"} strokeWidth={2} />
          <Label x={from} y={baseline} most={1} text={`${nodeName(node)} (${number(at)}, ${number(high)})`} room={280} weight={strong ? 650 : 400} to={node} />
        </g>
      ))}
    </Drawing>
  );
}

/** Labels moved down until none lies on another. */
function apart<T extends { left: number; top: number }>(labels: readonly T[]): T[] {
  const placed: T[] = [];
  for (const label of labels.toSorted((a, b) => a.top - b.top)) {
    let { top } = label;
    while (placed.some((other) => Math.abs(other.left - label.left) < 280 && Math.abs(other.top - top) < 15)) top += 3;
    placed.push({ ...label, top });
  }
  return placed;
}
