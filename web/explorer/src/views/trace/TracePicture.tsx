import { lookOf } from "../../kinds.ts";
import { BASIS_WORDS, strengthWord } from "../../parts/marks.tsx";
import { wrap } from "../../drawing/wrap.ts";
import { COLUMNS, type Card, type Flow } from "./flow.ts";
import { FlowLines } from "./FlowLines.tsx";
import { type Box, lines } from "./lines.ts";

const TITLE = 56;
const LETTER = 7.2;

/** The flow as one drawing, for a slide or a wall; cards lie where they do on the screen. */
export function TracePicture({ flow, board }: { flow: Flow; board: HTMLElement }) {
  const origin = board.getBoundingClientRect();
  const boxOf = (part: Element | null | undefined): Box | undefined => {
    if (!part) return undefined;
    const box = part.getBoundingClientRect();
    return { left: box.left - origin.left, top: box.top - origin.top + TITLE, width: box.width, height: box.height };
  };
  const cards = new Map([...board.querySelectorAll<HTMLElement>("[data-card]")].map((part) => [part.dataset.card, part]));
  const rowOf = (id: string, row: number) => boxOf(cards.get(id)?.querySelectorAll("[data-row]")[row]);
  const width = board.scrollWidth;
  const height = board.scrollHeight + TITLE;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} fontFamily="var(--sans)" fontSize={12} fill="var(--ink)">
      <rect width={width} height={height} fill="var(--surface)" />
      <text x={24} y={34} fontSize={20} fontWeight={650}>
        {flow.rootName}
      </text>
      {COLUMNS.map((title, column) => {
        const box = boxOf(board.querySelector(`[data-column="${column}"]`));
        return box ? (
          <text key={title} x={box.left} y={box.top + 12} fontWeight={600} fill="var(--ink2)">
            {title}
          </text>
        ) : null;
      })}
      <FlowLines lines={lines(flow.cards, (id) => boxOf(cards.get(id)), rowOf)} />
      {flow.cards.map((card) => {
        const box = boxOf(cards.get(card.id));
        return box ? <PictureCard key={card.id} card={card} box={box} rowOf={(row) => rowOf(card.id, row)} /> : null;
      })}
    </svg>
  );
}

function PictureCard({ card, box, rowOf }: { card: Card; box: Box; rowOf: (row: number) => Box | undefined }) {
  const moment = card.kind === "moment_of_truth";
  const room = Math.floor((box.width - 24) / LETTER);
  const body = (rowOf(0)?.top ?? box.top + box.height) - box.top;
  const ink = moment ? "var(--surface)" : "var(--ink)";
  const name = wrap(card.name, room, 3);
  const below = [...card.meta, ...card.lacks, ...(card.gap ? [card.gap.why] : [])].flatMap((words) => wrap(words, room + 2, 2));
  return (
    <g>
      <rect
        x={box.left}
        y={box.top}
        width={box.width}
        height={box.height}
        rx={8}
        fill="var(--surface)"
        stroke="var(--line2)"
        strokeDasharray={card.gap ? "4 3" : undefined}
      />
      {moment ? <rect x={box.left} y={box.top} width={box.width} height={body} rx={8} fill="var(--ink)" /> : null}
      <text x={box.left + 12} y={box.top + 22} fill={ink}>
        {card.gap ? "Gap" : `${moment ? "★ " : ""}${lookOf(card.kind).one}`}
      </text>
      {name.map((line, number) => (
        <text key={number} x={box.left + 12} y={box.top + 42 + number * 18} fontSize={14} fontWeight={650} fill={ink}>
          {line}
        </text>
      ))}
      {below.map((line, number) => (
        <text key={number} x={box.left + 12} y={box.top + 42 + name.length * 18 + number * 15} fill={moment ? ink : "var(--ink2)"}>
          {line}
        </text>
      ))}
      {card.rows.map((row, number) => {
        const at = rowOf(number);
        return at ? (
          <g key={number}>
            <line x1={box.left} x2={box.left + box.width} y1={at.top} y2={at.top} stroke="var(--line)" />
            <text x={box.left + 12} y={at.top + at.height / 2 + 4}>
              {wrap(
                [BASIS_WORDS[row.basis], row.words, row.strong ? strengthWord(row.strength) : ""].filter(Boolean).join(", "),
                room + 2,
                1,
              )[0]}
            </text>
          </g>
        ) : null;
      })}
    </g>
  );
}
