import type { Basis } from "../../parts/marks.tsx";
import type { Card } from "./flow.ts";

/** Where the lines of a flow run, worked out from where its cards came to lie. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Line {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly basis: Basis;
  readonly selection: string | undefined;
  readonly path: string;
}

/** Lines that leave a card do so this far apart, in pixels. */
const APART = 9;

/** `cards` and `rows` tell where a card, and a row by its card and number, lies. */
export function lines(cards: readonly Card[], boxOf: (id: string) => Box | undefined, rowOf: (id: string, row: number) => Box | undefined): Line[] {
  const drawn = cards.flatMap((card) =>
    card.rows.flatMap((row, number) => {
      const end = rowOf(card.id, number);
      return end ? [{ card, row, y: end.top + end.height / 2, x: end.left }] : [];
    }),
  );
  const leaving = Map.groupBy(drawn, ({ row }) => row.from);
  return drawn.flatMap(({ card, row, x, y }) => {
    const start = boxOf(row.from);
    if (!start) return [];
    const siblings = (leaving.get(row.from) ?? []).toSorted((a, b) => a.y - b.y);
    const place = siblings.findIndex((one) => one.card === card && one.row === row) - (siblings.length - 1) / 2;
    const [x1, y1] = [start.left + start.width, start.top + start.height / 2 + place * APART];
    const middle = (x1 + x) / 2;
    return [
      {
        key: `${row.from} ${card.id} ${row.selection ?? ""}`,
        from: row.from,
        to: card.id,
        basis: row.basis,
        selection: row.selection,
        path: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y} ${x} ${y}`,
      },
    ];
  });
}
