import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { COLUMNS, type Card, type Flow } from "./flow.ts";
import { FlowCard } from "./FlowCard.tsx";
import { FlowLines } from "./FlowLines.tsx";
import styles from "./FlowView.module.css";
import { type Box, type Line, lines } from "./lines.ts";

interface Props {
  flow: Flow;
  /** The reference of what is traced. */
  root: string;
  selected: string;
  onSelect: (selection: string) => void;
  board: RefObject<HTMLDivElement | null>;
}

/** The chains as cards, with lines from each card to the row of the next that tells of the link. */
export function FlowView({ flow, root, selected, onSelect, board }: Props) {
  const [drawn, size] = useLines(board, flow.cards);
  const [pointed, point] = useState<string>();
  useEffect(() => {
    const chosen = board.current?.querySelector("[aria-pressed=true]");
    const scroller = board.current?.parentElement;
    if (!selected || !chosen || !scroller) return undefined;
    // The panel that opens takes room from the flow, perhaps where the link ends.
    const observer = new ResizeObserver(() => chosen.scrollIntoView({ block: "nearest", inline: "nearest" }));
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [board, selected]);
  const related = pointed === undefined ? undefined : relatedTo(pointed, flow.cards);
  return (
    <div className={styles.scroller}>
      <div ref={board} className={styles.board}>
        <svg className={styles.lines} width={size.width} height={size.height} aria-hidden>
          <FlowLines
            lines={drawn}
            selected={selected}
            dim={({ from, to }) => related !== undefined && !(related.has(from) && related.has(to))}
          />
        </svg>
        {COLUMNS.map((title, column) => (
          <section key={title} className={styles.column} data-column={column} aria-label={title}>
            <h2 className={styles.title}>{title}</h2>
            <ul className={styles.cards}>
              {flow.cards
                .filter((card) => card.column === column)
                .map((card) => (
                  <FlowCard
                    key={card.id}
                    card={card}
                    root={card.id === root}
                    selected={selected}
                    dim={related !== undefined && !related.has(card.id)}
                    onSelect={onSelect}
                    onPoint={point}
                  />
                ))}
              {flow.cards.some((card) => card.column === column) ? null : <li className={styles.none}>{NONE[column]}</li>}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

const NONE = ["Nothing says where", "No moment of truth leads here", "Serves nothing", "Reaches no brand goal"];

/** A card and all that lies on a chain with it, before and behind. */
function relatedTo(id: string, cards: readonly Card[]): Set<string> {
  const found = new Set([id]);
  const back = (at: string) => {
    for (const { from } of cards.find((card) => card.id === at)?.rows ?? []) {
      found.add(from);
      back(from);
    }
  };
  const forth = (at: string) => {
    for (const card of cards) {
      if (card.rows.some(({ from }) => from === at)) {
        found.add(card.id);
        forth(card.id);
      }
    }
  };
  back(id);
  forth(id);
  return found;
}

/** The lines, drawn anew whenever cards come to lie elsewhere. */
function useLines(board: RefObject<HTMLDivElement | null>, cards: readonly Card[]): [Line[], { width: number; height: number }] {
  const [drawn, setDrawn] = useState<[Line[], { width: number; height: number }]>([[], { width: 0, height: 0 }]);
  useLayoutEffect(() => {
    const root = board.current;
    if (!root) return undefined;
    const measure = () => {
      const { left, top } = root.getBoundingClientRect();
      const boxOf = (part: Element | null | undefined): Box | undefined => {
        if (!part) return undefined;
        const box = part.getBoundingClientRect();
        return { left: box.left - left, top: box.top - top, width: box.width, height: box.height };
      };
      const byId = new Map([...root.querySelectorAll<HTMLElement>("[data-card]")].map((part) => [part.dataset.card, part]));
      const made = lines(
        cards,
        (id) => boxOf(byId.get(id)),
        (id, row) => boxOf(byId.get(id)?.querySelectorAll("[data-row]")[row]),
      );
      setDrawn([made, { width: root.scrollWidth, height: root.scrollHeight }]);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(root);
    for (const part of root.querySelectorAll("[data-card]")) observer.observe(part);
    return () => observer.disconnect();
  }, [board, cards]);
  return drawn;
}
