import type { RefObject } from "react";
import { csv, fileName, png, save, standalone } from "../../parts/exports.ts";
import { columns, type Question, type Row } from "./asking.ts";
import { flat } from "./values.ts";

/** How an answer can be taken along; as a picture while it is shown as one. */
export function questionExports(question: Question, rows: readonly Row[], frame: RefObject<HTMLElement | null>, drawn: boolean) {
  const picture = (use: (found: SVGSVGElement) => void) => () => {
    const found = frame.current?.querySelector<SVGSVGElement>("svg[data-picture]");
    if (found) use(found);
  };
  const pictures = [
    {
      word: "Picture (SVG)",
      run: picture((found) => save(fileName(question.id, "svg"), standalone(found), "image/svg+xml")),
    },
    {
      word: "Picture (PNG)",
      run: picture((found) => void png(found).then((dots) => save(fileName(question.id, "png"), dots, "image/png"))),
    },
  ];
  return [
    { word: "Table (CSV)", run: () => save(fileName(question.id, "csv"), csv(table(question, rows)), "text/csv") },
    {
      word: "Rows (JSON)",
      run: () => save(fileName(question.id, "json"), JSON.stringify(rows, null, 2), "application/json"),
    },
    ...(drawn ? pictures : []),
    { word: "Print, or save as PDF", run: () => window.print() },
  ];
}

/** The rows as they are, without the claims behind them, which JSON has. */
export function table(question: Question, rows: readonly Row[]): (string | number)[][] {
  const shown = columns(question);
  return [shown.map(([name]) => name), ...rows.map((row) => shown.map(([name, field]) => flat(row[name], field)))];
}
