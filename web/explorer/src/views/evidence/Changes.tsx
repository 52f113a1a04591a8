import { address, best, readRef, type Ref, refText } from "../../addresses.ts";
import { calledAs } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { day } from "../../words.ts";
import styles from "./Evidence.module.css";
import type { NodeEvidenceQuery } from "./evidence.graphql.ts";
import { Section } from "./parts.tsx";
import { relationWords } from "./words.ts";

type Row = NodeEvidenceQuery["changedSince"]["rows"][number];

/** What runs changed about it, run by run, the newest first. */
export function Changes({ of: ref, rows, complete }: { of: Ref; rows: readonly Row[]; complete: boolean }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Changes">
      {[...Map.groupBy(rows, ({ run }) => run)].map(([run, own]) => (
        <li key={run} className={styles.row}>
          <span className={styles.from}>
            <Link to={best({ kind: "load_run", key: String(run) })}>Run {run}</Link>, {day(own[0]?.at ?? "")}
          </span>
          {[...new Set(own.map(sentence))].map((words) => (
            <span key={words}>{words}</span>
          ))}
        </li>
      ))}
      {complete ? null : (
        <li>
          <Link to={address({ view: "questions", key: "changed-since" }, { nodes: refText(ref) })}>All changes</Link>
        </li>
      )}
    </Section>
  );
}

/** `Added: Anna has need peace and quiet`. */
function sentence({ action, subject, subjectName, relationship, object, objectName }: Row): string {
  const parts = [named(subject, subjectName), ...(relationship ? [relationWords(relationship), named(object, objectName)] : [])];
  return `${action === "REMOVED" ? "Removed" : action === "CHANGED" ? "Changed" : "Added"}: ${parts.join(" ")}`;
}

function named(ref: string | null, name: string | null): string {
  const { kind, key } = readRef(ref ?? "") ?? { kind: "", key: ref ?? "" };
  return calledAs({ kind, key, name });
}
