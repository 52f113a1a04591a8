import { Drawing } from "../../../drawing/Drawing.tsx";
import { Label } from "../../../drawing/Label.tsx";
import type { Bars } from "./picture.ts";

const HEAD = 34;
const BAR = 30;
const NAME = 220;
const NOTE = 240;
const NOTHING = { mark: <rect y={-7} width={30} height={14} rx={3} fill="none" stroke="var(--line2)" strokeDasharray="2 3" />, wide: 30, word: "Not recorded, which is not zero" };

export function BarsDrawing({ picture, width, label }: { picture: Bars; width: number; label: string }) {
  const room = Math.max(120, width - NAME - NOTE - 48);
  let top = 12;
  const groups = picture.groups.map((group) => {
    const at = top;
    top += HEAD + group.bars.length * BAR + 12;
    return { ...group, top: at, most: Math.max(1, ...group.bars.map(({ value }) => value ?? 0)) };
  });
  return (
    <Drawing width={width} height={top + 8} label={label} legend={groups.some(({ bars }) => bars.some(({ value }) => value === null)) ? [NOTHING] : []}>
      {groups.map(({ title, bars, top: at, most }) => (
        <g key={`${title} ${at}`}>
          <Label x={24} y={at + 18} text={title} room={width - 48} most={1} size={13} weight={650} />
          {bars.map(({ label: name, node, value, text, note }, number) => {
            const y = at + HEAD + number * BAR;
            const long = value === null ? 0 : Math.max(2, (value / most) * room);
            return (
              <g key={`${name} ${number}`}>
                <Label x={24} y={y + 15} text={name} room={NAME - 20} most={1} to={node} />
                {value === null ? (
                  <rect x={NAME + 24} y={y + 2} width={room} height={18} fill="none" stroke="var(--line2)" strokeDasharray="2 3" rx={3} />
                ) : (
                  <rect x={NAME + 24} y={y + 2} width={long} height={18} fill="var(--good)" rx={3} />
                )}
                <Label x={NAME + 32 + (value === null ? room : long)} y={y + 16} text={text} room={NOTE} most={1} weight={600} />
                {note ? (
                  <Label x={NAME + 32 + (value === null ? room : long) + text.length * 7.5 + 8} y={y + 16} text={note} room={NOTE} most={1} fill="var(--ink2)" />
                ) : null}
              </g>
            );
          })}
        </g>
      ))}
    </Drawing>
  );
}
