import { BASIS_WORDS, BasisLine } from "../../parts/marks.tsx";
import table from "../../parts/table.module.css";
import { count } from "../../words.ts";
import { strongest } from "../evidence/words.ts";
import { selectionOf } from "./AlignmentLines.tsx";
import { DEGREES } from "./lifecycle.ts";
import type { AlignmentsQuery } from "./lifecycles.graphql.ts";

interface Props {
  model: string;
  other: string;
  rows: AlignmentsQuery["phasesLinedUp"]["rows"];
  selected: string;
  onSelect: (selection: string) => void;
}

/** The same lines as a table; phases without a counterpart too. */
export function AlignmentTable({ model, other, rows, selected, onSelect }: Props) {
  return (
    <div className={table.scroller} tabIndex={0} role="region" aria-label="Alignments">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{model}</th>
            <th scope="col">corresponds</th>
            <th scope="col">{other}</th>
            <th scope="col">Evidence</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const basis = strongest(row.evidence);
            const selection = selectionOf(row);
            return (
              <tr key={`${row.phase.key} ${row.counterpart?.key}`} aria-selected={(selection !== "" && selected === selection) || undefined}>
                <td>{row.phase.name}</td>
                <td>
                  {row.degree ? DEGREES[row.degree].word : "to nothing"}
                  {row.disputed ? " ≠ disputed" : ""}
                </td>
                <td>{row.counterpart?.name ?? "–"}</td>
                <td>
                  {basis && selection ? (
                    <button type="button" className={table.link} onClick={() => onSelect(selection)}>
                      <span className={table.mark}>
                        <BasisLine basis={basis} width={24} /> {BASIS_WORDS[basis]} by {count(row.evidence.length, "claim")}
                      </span>
                    </button>
                  ) : (
                    "–"
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
