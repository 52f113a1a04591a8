import { spoken } from "../../kinds.ts";
import { words } from "../../relations.ts";
import styles from "./Evidence.module.css";
import type { NodeEvidenceQuery } from "./evidence.graphql.ts";
import { Section } from "./parts.tsx";

type Row = NodeEvidenceQuery["disagreements"]["rows"][number];

/** Fields for which datasets give different values, with the one that shows first. */
export function Disagreements({ rows }: { rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Datasets disagree" count={rows.length} against>
      {rows.map(({ field, given }) => (
        <li key={field} className={styles.row}>
          <b>{words(field)}</b>
          {given.map(({ value, dataset }, place) => (
            <span key={dataset} className={place === 0 ? undefined : styles.quiet}>
              {value} <span className={styles.from}>{spoken(dataset)}{place === 0 ? ", shown" : ""}</span>
            </span>
          ))}
        </li>
      ))}
    </Section>
  );
}
