import table from "../../parts/table.module.css";
import { words } from "../../relations.ts";
import { columns, type Question, type Row } from "./asking.ts";
import { Value } from "./Value.tsx";

/** The rows of an answer, whatever they are made of. */
export function AnswerTable({ question, rows }: { question: Question; rows: readonly Row[] }) {
  const shown = columns(question).filter(([name]) => rows.some((row) => !isNothing(row[name])));
  const empty = columns(question).filter(([name]) => !shown.some(([one]) => one === name));
  return (
    <div className={table.scroller} tabIndex={0} role="region" aria-label="Answer">
      <table className={table.table}>
        <thead>
          <tr>
            {shown.map(([name, { about }]) => (
              <th key={name} scope="col" title={about}>
                {words(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // Rows have no name of their own, and never change places.
            <tr key={place}>
              {shown.map(([name, field]) => (
                <td key={name}>
                  <Value value={row[name]} field={field} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {empty.length > 0 ? (
        <p className={table.note}>Empty in all rows: {empty.map(([name]) => words(name).toLowerCase()).join(", ")}.</p>
      ) : null}
    </div>
  );
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
