import { Drawing } from "../../drawing/Drawing.tsx";
import { Label } from "../../drawing/Label.tsx";
import { basisLegend, BasisStroke } from "../../drawing/marks.tsx";
import { lookOf } from "../../kinds.ts";
import type { Network } from "./useNetwork.ts";

const CARD = { width: 180, height: 56 } as const;
const MARGIN = 32;

/** The neighbourhood as one drawing, for a slide or a wall: the same nodes in the same places. */
export function GraphPicture({ name, network: { nodes, lines, places } }: { name: string; network: Network }) {
  const at = (id: string) => places.get(id) ?? { x: 0, y: 0 };
  const across = nodes.map(({ id }) => at(id).x);
  const down = nodes.map(({ id }) => at(id).y);
  const left = Math.min(...across) - CARD.width / 2 - MARGIN;
  const top = Math.min(...down) - CARD.height / 2 - MARGIN;
  const width = Math.max(680, Math.max(...across) + CARD.width / 2 + MARGIN - left);
  const height = Math.max(...down) + CARD.height / 2 + MARGIN - top;
  return (
    <Drawing width={width} height={height} label={name} legend={basisLegend(lines.map(({ basis }) => basis))}>
      <g transform={`translate(${-left} ${-top})`}>
        {lines.map(({ id, from, to, basis }) => (
          <BasisStroke key={id} path={`M${at(from).x} ${at(from).y}L${at(to).x} ${at(to).y}`} basis={basis} width={1.75} colour="var(--ink3)" />
        ))}
        {nodes.map((node) => (
          <g key={node.id} transform={`translate(${at(node.id).x - CARD.width / 2} ${at(node.id).y - CARD.height / 2})`}>
            <rect width={CARD.width} height={CARD.height} rx={6} fill="var(--surface)" stroke="var(--line2)" />
            <Label x={10} y={17} text={lookOf(node.kind).one} room={CARD.width - 20} most={1} size={11} fill="var(--ink2)" />
            <Label x={10} y={33} text={node.name} room={CARD.width - 20} size={12} weight={600} to={node} />
          </g>
        ))}
      </g>
    </Drawing>
  );
}
