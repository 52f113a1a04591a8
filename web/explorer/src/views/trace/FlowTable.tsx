import { best } from "../../addresses.ts";
import { lookOf } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { BASIS_WORDS, BasisLine, Strength, strengthWord } from "../../parts/marks.tsx";
import table from "../../parts/table.module.css";
import { relationWords } from "../evidence/words.ts";
import type { Flow } from "./flow.ts";

/** The same chains as a table: a row for each link. */
export function FlowTable({ flow, selected, onSelect }: { flow: Flow; selected: string; onSelect: (selection: string) => void }) {
  const names = new Map(flow.cards.map((card) => [card.id, card]));
  return (
    <div className={table.scroller} tabIndex={0} role="region" aria-label="Links">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">is related so</th>
            <th scope="col">to</th>
            <th scope="col">Basis</th>
            <th scope="col">Strength</th>
            <th scope="col">Evidence</th>
          </tr>
        </thead>
        <tbody>
          {flow.cards.flatMap((card) =>
            card.rows.map((row) => {
              const from = names.get(row.from);
              return (
                <tr key={`${row.from} ${card.id} ${row.selection}`} aria-selected={selected === row.selection || undefined}>
                  <td>
                    {from?.ref ? <Link to={best(from.ref)}>{from.name}</Link> : row.fromName}
                    <span className={table.more}>{from ? lookOf(from.kind).one : ""}</span>
                  </td>
                  <td>{row.selection ? relationWords(row.selection.split("~")[1] ?? "") : "nothing"}</td>
                  <td>
                    {card.ref ? <Link to={best(card.ref)}>{card.name}</Link> : card.name}
                    <span className={table.more}>{card.gap ? "Gap" : lookOf(card.kind).one}</span>
                  </td>
                  <td>
                    <span className={table.mark}>
                      <BasisLine basis={row.basis} width={24} /> {BASIS_WORDS[row.basis]}
                    </span>
                  </td>
                  <td>
                    {row.strong ? (
                      <span className={table.mark}>
                        <Strength strength={row.strength} bare /> {strengthWord(row.strength)}
                      </span>
                    ) : null}
                  </td>
                  <td>
                    {row.selection ? (
                      <button type="button" className={table.link} onClick={() => onSelect(row.selection ?? "")}>
                        {row.words}
                      </button>
                    ) : (
                      row.words
                    )}
                  </td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
    </div>
  );
}
