import { Drawing } from "../../../drawing/Drawing.tsx";
import { Label } from "../../../drawing/Label.tsx";
import { lookOf } from "../../../kinds.ts";
import { nodeName, type NodeValue } from "../values.ts";
import type { Flows } from "./picture.ts";
import { basisLegend, BasisStroke } from "../../../drawing/marks.tsx";

const BOX = 230;
const ROW = 66;

export function FlowsDrawing({ picture: { flows }, width, label }: { picture: Flows; width: number; label: string }) {
  const whole = Math.max(width, 760);
  const most = Math.max(1, ...flows.map(({ weight }) => weight ?? 0));
  const [from, to] = [24 + BOX, whole - 24 - BOX];
  return (
    <Drawing width={whole} height={flows.length * ROW + 24} label={label} legend={basisLegend(flows.map(({ basis }) => basis))}>
      {flows.map(({ from: start, to: end, words, basis, weight, back, broken }, place) => (
        <g key={place} transform={`translate(0 ${place * ROW + 16})`}>
          <Box x={24} node={start} />
          <Box x={to} node={end} />
          <BasisStroke
            path={`M${from} 24H${to}`}
            basis={basis}
            width={weight === null ? 2 : 1.5 + (weight / most) * 6}
            colour={broken ? "var(--danger)" : "var(--ink2)"}
          />
          <path
            d={back ? `M${from + 12} 16L${from + 2} 24L${from + 12} 32` : `M${to - 12} 16L${to - 2} 24L${to - 12} 32`}
            fill="none"
            stroke={broken ? "var(--danger)" : "var(--ink2)"}
            strokeWidth={2}
          />
          <Label x={(from + to) / 2} y={12} text={words} room={to - from - 40} most={1} anchor="middle" fill={broken ? "var(--danger)" : "var(--ink)"} />
        </g>
      ))}
    </Drawing>
  );
}

function Box({ x, node }: { x: number; node: NodeValue | undefined }) {
  return (
    <g>
      <rect x={x} width={BOX} height={48} rx={6} fill="var(--surface)" stroke="var(--line2)" strokeDasharray={node ? undefined : "4 3"} />
      {node ? (
        <>
          <Label x={x + 10} y={16} text={lookOf(node.kind).one} room={BOX} size={11} fill="var(--ink2)" />
          <Label x={x + 10} y={34} text={nodeName(node)} room={BOX - 16} most={1} weight={600} to={node} />
        </>
      ) : (
        <Label x={x + 10} y={28} text="None recorded" room={BOX} fill="var(--ink3)" />
      )}
    </g>
  );
}
