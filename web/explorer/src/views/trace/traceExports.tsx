import type { RefObject } from "react";
import { csv, fileName, save } from "../../parts/exports.ts";
import { pictureWays } from "../../parts/pictures.tsx";
import { relationWords } from "../evidence/words.ts";
import type { Flow } from "./flow.ts";
import { TracePicture } from "./TracePicture.tsx";

/** How a trace can be taken along. Pictures need the flow on the screen, as they take its places. */
export function traceExports(flow: Flow, board: RefObject<HTMLDivElement | null>) {
  return [
    { word: "Print, or save as PDF", run: () => window.print() },
    ...pictureWays(flow.rootName, () => (board.current ? <TracePicture flow={flow} board={board.current} /> : null)),
    { word: "Table (CSV)", run: () => save(fileName(flow.rootName, "csv"), csv(table(flow)), "text/csv") },
  ];
}

/** A row for each link, and for each gap. */
export function table({ cards }: Flow): (string | number | null)[][] {
  const names = new Map(cards.map((card) => [card.id, card]));
  const rows = cards.flatMap((card) =>
    card.rows.map((row) => [
      row.fromName,
      names.get(row.from)?.kind ?? "",
      row.selection ? relationWords(row.selection.split("~")[1] ?? "") : "gap",
      card.name,
      card.kind,
      row.basis,
      row.strength,
      row.words,
    ]),
  );
  return [["from", "kind", "relationship", "to", "kind", "basis", "strength", "evidence"], ...rows];
}
