import type { RefObject } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { csv, fileName, png, save, standalone } from "../../parts/exports.ts";
import { relationWords } from "../evidence/words.ts";
import type { Flow } from "./flow.ts";
import { TracePicture } from "./TracePicture.tsx";

/** How a trace can be taken along. Pictures need the flow on the screen, as they take its places. */
export function traceExports(flow: Flow, board: RefObject<HTMLDivElement | null>) {
  const pictures = [
    {
      word: "Picture (SVG)",
      run: () => drawn(flow, board, (picture) => save(fileName(flow.rootName, "svg"), standalone(picture), "image/svg+xml")),
    },
    {
      word: "Picture (PNG)",
      run: () =>
        drawn(flow, board, (picture) => void png(picture).then((dots) => save(fileName(flow.rootName, "png"), dots, "image/png"))),
    },
  ];
  return [
    { word: "Print, or save as PDF", run: () => window.print() },
    ...pictures,
    { word: "Table (CSV)", run: () => save(fileName(flow.rootName, "csv"), csv(table(flow)), "text/csv") },
  ];
}

function drawn(flow: Flow, board: RefObject<HTMLDivElement | null>, use: (picture: SVGSVGElement) => void): void {
  if (!board.current) return;
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const on = board.current;
  flushSync(() => root.render(<TracePicture flow={flow} board={on} />));
  const picture = place.querySelector("svg");
  if (picture) use(picture);
  root.unmount();
  place.remove();
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
