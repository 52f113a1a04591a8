import { Drawing } from "../../../drawing/Drawing.tsx";
import { Label } from "../../../drawing/Label.tsx";
import { lookOf } from "../../../kinds.ts";
import { nodeName } from "../values.ts";
import type { Tree } from "./picture.ts";

const ROW = 26;
const STEP = 24;

export function TreeDrawing({ picture: { items }, width, label }: { picture: Tree; width: number; label: string }) {
  return (
    <Drawing width={width} height={items.length * ROW + 24} label={label}>
      {items.map(({ depth, node, note, gap }, place) => {
        const [x, y] = [24 + depth * STEP, 12 + place * ROW];
        return (
          <g key={place}>
            {depth > 0 ? <path d={`M${x - STEP + 5} ${y - 4}V${y + 11}H${x - 4}`} fill="none" stroke="var(--line2)" /> : null}
            <rect x={x} y={y + 6} width={10} height={10} rx={2} fill={`var(--family-${lookOf(node.kind).family})`} />
            <Label x={x + 18} y={y + 15} text={nodeName(node)} room={width - x - 260} most={1} weight={depth === 0 ? 650 : 400} to={node} />
            <Label
              x={width - 24}
              y={y + 15}
              text={[lookOf(node.kind).one, note].filter(Boolean).join(" · ")}
              room={230}
              most={1}
              size={11}
              anchor="end"
              fill={gap ? "var(--danger)" : "var(--ink3)"}
            />
          </g>
        );
      })}
    </Drawing>
  );
}
