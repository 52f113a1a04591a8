import { QuoteCard, SourceLine, type From } from "./cards.tsx";
import { Section } from "./parts.tsx";
import type { QuoteWordsFragment } from "./evidence.graphql.ts";
import styles from "./Evidence.module.css";

interface Row extends From {
  readonly by: { readonly key: string; readonly name: string | null } | null;
  readonly quotes: readonly QuoteWordsFragment[];
}

/** Quotes with where they come from; a source that says it without being quoted, by its name. */
export function Quotes({ title, rows, against = false }: { title: string; rows: readonly Row[]; against?: boolean }) {
  if (rows.length === 0) return null;
  return (
    <Section title={title} count={rows.length} against={against}>
      {rows.map((row) =>
        row.quotes.length > 0 ? (
          row.quotes.map((quote) => <QuoteCard key={quote.key} quote={quote} from={row} />)
        ) : (
          <li key={row.by?.key} className={styles.card}>
            <span className={styles.words}>{row.by?.name ?? row.by?.key}</span>
            <SourceLine {...row} />
          </li>
        ),
      )}
    </Section>
  );
}
