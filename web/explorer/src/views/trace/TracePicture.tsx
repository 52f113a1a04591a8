import { lookOf } from "../../kinds.ts";
import { BASIS_WORDS, strengthWord } from "../../parts/marks.tsx";
import { Drawing } from "../../drawing/Drawing.tsx";
import { Label, linesOf } from "../../drawing/Label.tsx";
import { basisLegend } from "../../drawing/marks.tsx";
import { COLUMNS, type Card, type Flow } from "./flow.ts";
import { FlowLines } from "./FlowLines.tsx";
import { type Box, lines } from "./lines.ts";

/** Where the cards begin, below the heads of the columns. */
const HEADS = 40;
/** The height of a line of a row. */
const LINE = 16;

/** The flow as one drawing, for a slide or a wall; cards lie where they do on the screen. */
export function TracePicture({ flow, board }: { flow: Flow; board: HTMLElement }) {
  const origin = board.getBoundingClientRect();
  const boxOf = (part: Element | null | undefined): Box | undefined => {
    if (!part) return undefined;
    const box = part.getBoundingClientRect();
    return { left: box.left - origin.left, top: box.top - origin.top, width: box.width, height: box.height };
  };
  const cards = new Map([...board.querySelectorAll<HTMLElement>("[data-card]")].map((part) => [part.dataset.card, part]));
  // On the screen cards stand in the middle of the window; here nothing is around them.
  const boxes = [...cards.values()].flatMap((card) => boxOf(card) ?? []);
  const lift = Math.min(...boxes.map(({ top }) => top)) - HEADS;
  const lifted = (part: Element | null | undefined) => {
    const box = boxOf(part);
    return box && { ...box, top: box.top - lift };
  };
  const rowOf = (id: string, row: number) => lifted(cards.get(id)?.querySelectorAll("[data-row]")[row]);
  const cardOf = (id: string) => lifted(cards.get(id));
  const width = board.scrollWidth;
  const height = Math.max(...boxes.map(({ top, height: tall }) => top + tall)) - lift + 24;
  const rows = flow.cards.flatMap((card) => card.rows);
  return (
    <Drawing width={width} height={height} label={flow.rootName} legend={basisLegend(rows.map(({ basis }) => basis))}>
      {COLUMNS.map((title, column) => {
        const box = boxOf(board.querySelector(`[data-column="${column}"]`));
        return box ? (
          <text key={title} x={box.left} y={20} fontWeight={600} fill="var(--ink2)">
            {title}
          </text>
        ) : null;
      })}
      <FlowLines lines={lines(flow.cards, cardOf, rowOf)} />
      {flow.cards.map((card) => {
        const box = cardOf(card.id);
        return box ? <PictureCard key={card.id} card={card} box={box} rowOf={(row) => rowOf(card.id, row)} /> : null;
      })}
    </Drawing>
  );
}

function PictureCard({ card, box, rowOf }: { card: Card; box: Box; rowOf: (row: number) => Box | undefined }) {
  const moment = card.kind === "moment_of_truth";
  const room = box.width - 24;
  const body = (rowOf(0)?.top ?? box.top + box.height) - box.top;
  const ink = moment ? "var(--surface)" : "var(--ink)";
  const name = linesOf(card.name, room, 4, 14, 650);
  const below = [...card.meta, ...card.lacks, ...(card.gap ? [card.gap.why] : [])].flatMap((words) => linesOf(words, room, 4));
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
            <Label
              x={box.left + 12}
              y={at.top + LINE + (at.height > 2 * LINE ? 0 : (at.height - LINE) / 2 - 4)}
              text={`${BASIS_WORDS[row.basis]} ${[row.words, row.strong ? strengthWord(row.strength) : ""].filter(Boolean).join(", ")}`}
              room={box.width - 16}
              most={Math.floor(at.height / LINE)}
            />
          </g>
        ) : null;
      })}
    </g>
  );
}
