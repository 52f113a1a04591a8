import type { ReactNode } from "react";
import { csv, fileName, save } from "../../parts/exports.ts";
import { pictureWays } from "../../parts/pictures.tsx";
import { columns, type Question, type Row } from "./asking.ts";
import { flat } from "./values.ts";

/** How an answer can be taken along; as a picture where it is one. */
export function questionExports(question: Question, rows: readonly Row[], picture: ReactNode) {
  return [
    { word: "Table (CSV)", run: () => save(fileName(question.id, "csv"), csv(table(question, rows)), "text/csv") },
    {
      word: "Rows (JSON)",
      run: () => save(fileName(question.id, "json"), JSON.stringify(rows, null, 2), "application/json"),
    },
    ...(picture ? pictureWays(question.title, () => picture, question.id) : []),
    { word: "Print, or save as PDF", run: () => window.print() },
  ];
}

/** The rows as they are, without the claims behind them, which JSON has. */
export function table(question: Question, rows: readonly Row[]): (string | number)[][] {
  const shown = columns(question);
  return [shown.map(([name]) => name), ...rows.map((row) => shown.map(([name, field]) => flat(row[name], field)))];
}
