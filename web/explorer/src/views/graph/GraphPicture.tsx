import { Drawing } from "../../drawing/Drawing.tsx";
import { Label } from "../../drawing/Label.tsx";
import { lookOf } from "../../kinds.ts";
import { BASES, BASIS_WORDS } from "../../parts/marks.tsx";
import type { Line } from "./network.ts";
import type { Network } from "./useNetwork.ts";

const CARD = { width: 180, height: 56 } as const;
const MARGIN = 32;
const HEAD = 76;

/** The neighbourhood as one drawing, for a slide or a wall: the same nodes in the same places. */
export function GraphPicture({ name, network: { nodes, lines, places } }: { name: string; network: Network }) {
  const at = (id: string) => places.get(id) ?? { x: 0, y: 0 };
  const across = nodes.map(({ id }) => at(id).x);
  const down = nodes.map(({ id }) => at(id).y);
  const left = Math.min(...across) - CARD.width / 2 - MARGIN;
  const top = Math.min(...down) - CARD.height / 2 - MARGIN - HEAD;
  const width = Math.max(680, Math.max(...across) + CARD.width / 2 + MARGIN - left);
  const height = Math.max(...down) + CARD.height / 2 + MARGIN - top;
  return (
    <Drawing width={width} height={height} label={name}>
      <Label x={MARGIN} y={36} text={name} room={width - 2 * MARGIN} most={1} size={20} weight={650} />
      {BASES.map((basis, place) => (
        <g key={basis} transform={`translate(${MARGIN + place * 130} 58)`}>
          <Stroke basis={basis} from={{ x: 0, y: 0 }} to={{ x: 30, y: 0 }} />
          <text x={38} y={4}>
            {BASIS_WORDS[basis]}
          </text>
        </g>
      ))}
      <g transform={`translate(${-left} ${-top})`}>
        {lines.map(({ id, from, to, basis }) => (
          <Stroke key={id} basis={basis} from={at(from)} to={at(to)} />
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

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line in the style of its basis, as on the screen. */
function Stroke({ basis, from, to }: { basis: Line["basis"]; from: Point; to: Point }) {
  const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  return (
    <>
      <line {...ends} stroke="var(--ink3)" strokeWidth={basis === "measured" ? 5 : 1.75} strokeDasharray={basis === "inferred" ? "7 5" : undefined} />
      {basis === "measured" ? <line {...ends} stroke="var(--surface)" strokeWidth={2} /> : null}
    </>
  );
}
