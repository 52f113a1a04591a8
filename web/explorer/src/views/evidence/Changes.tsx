import { best } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { day } from "../../words.ts";
import styles from "./Evidence.module.css";
import type { NodeEvidenceQuery } from "./evidence.graphql.ts";
import { Section } from "./parts.tsx";
import { relationWords } from "./words.ts";

type Row = NodeEvidenceQuery["changedSince"]["rows"][number];

/** What runs changed about it, the newest first. */
export function Changes({ rows, complete }: { rows: readonly Row[]; complete: boolean }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Changes">
      {rows.map(({ run, at, action, subject, relationship, object, dataset }) => (
        <li key={`${run} ${action} ${subject} ${relationship} ${object} ${dataset}`} className={styles.row}>
          <span>
            {action?.toLowerCase()} <code>{subject}</code>
            {relationship ? (
              <>
                {" "}
                {relationWords(relationship)} <code>{object}</code>
              </>
            ) : null}
          </span>
          <span className={styles.from}>
            <Link to={best({ kind: "load_run", key: String(run) })}>Run {run}</Link>, {day(at)}
            {dataset ? `, ${dataset}` : ""}
          </span>
        </li>
      ))}
      {complete ? null : <li className={styles.from}>There are more.</li>}
    </Section>
  );
}
