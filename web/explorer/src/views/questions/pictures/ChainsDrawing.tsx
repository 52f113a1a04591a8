import { Drawing } from "../../../drawing/Drawing.tsx";
import { Label } from "../../../drawing/Label.tsx";
import { lookOf } from "../../../kinds.ts";
import { strengthWord } from "../../../parts/marks.tsx";
import { nodeName } from "../values.ts";
import type { Chain, Chains } from "./picture.ts";
import { basisLegend, BasisStroke } from "../../../drawing/marks.tsx";

/** The width of a box, and between two. */
const BOX = 168;
const GAP = 88;
/** The height of a box, and from one to the next. */
const TALL = 56;
const ROW = 80;

export function ChainsDrawing({ picture: { chains }, width, label }: { picture: Chains; width: number; label: string }) {
  const longest = Math.max(1, ...chains.map(({ nodes, gap }) => nodes.length + (gap ? 1 : 0)));
  const noted = chains.some(({ note, gap }) => note && !gap);
  const bases = chains.flatMap(({ links, gap }) => [...links.map(({ basis }) => basis), ...(gap ? (["gap"] as const) : [])]);
  const whole = Math.max(width, 48 + longest * BOX + (longest - 1) * GAP + (noted ? GAP : 0));
  return (
    <Drawing width={whole} height={chains.length * ROW + 24} label={label} legend={basisLegend(bases)}>
      {chains.map((chain, place) => (
        <g key={place} transform={`translate(24 ${place * ROW + 16})`}>
          <ChainRow chain={chain} />
        </g>
      ))}
    </Drawing>
  );
}

function ChainRow({ chain: { nodes, links, gap, note } }: { chain: Chain }) {
  const x = (place: number) => place * (BOX + GAP);
  return (
    <>
      {nodes.map((node, place) => {
        const star = node.kind === "moment_of_truth";
        return (
          <g key={place}>
            <rect x={x(place)} width={BOX} height={TALL} rx={6} fill={star ? "var(--ink)" : "var(--surface)"} stroke="var(--line2)" />
            <Label x={x(place) + 10} y={16} text={`${star ? "★ " : ""}${lookOf(node.kind).one}`} room={BOX - 20} most={1} size={11} fill={star ? "var(--surface)" : "var(--ink2)"} />
            <Label x={x(place) + 10} y={31} text={nodeName(node)} room={BOX - 16} size={12} weight={600} fill={star ? "var(--surface)" : "var(--ink)"} to={node} />
          </g>
        );
      })}
      {links.map(({ words, basis, strength, backward }, place) => (
        <g key={place}>
          <BasisStroke path={`M${x(place) + BOX} ${TALL / 2}H${x(place + 1)}`} basis={basis} />
          <Label x={x(place) + BOX + GAP / 2} y={TALL / 2 - 8} text={backward ? `← ${words}` : `${words} →`} room={GAP - 4} most={1} size={11} anchor="middle" fill="var(--ink2)" />
          {strength === null ? null : (
            <Label x={x(place) + BOX + GAP / 2} y={TALL / 2 + 16} text={strengthWord(strength)} room={GAP - 4} most={1} size={11} anchor="middle" fill="var(--ink2)" />
          )}
        </g>
      ))}
      {gap ? (
        <g>
          <BasisStroke path={`M${x(nodes.length - 1) + BOX} ${TALL / 2}H${x(nodes.length)}`} basis="gap" />
          <rect x={x(nodes.length)} width={BOX} height={TALL} rx={6} fill="none" stroke="var(--line2)" strokeDasharray="4 3" />
          <Label x={x(nodes.length) + 10} y={16} text="Gap" room={BOX} size={11} fill="var(--ink2)" />
          <Label x={x(nodes.length) + 10} y={31} text={gap} room={BOX - 16} weight={600} fill="var(--danger)" />
        </g>
      ) : null}
      {note && !gap ? <Label x={x(nodes.length - 1) + BOX + 12} y={TALL / 2 + 4} text={note} room={GAP} size={11} fill="var(--ink2)" /> : null}
    </>
  );
}
