import type { ReactNode } from "react";
import { best } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { Strength, strengthWord } from "../../parts/marks.tsx";
import { age, day } from "../../words.ts";
import styles from "./Evidence.module.css";
import type { ClaimFragment } from "./evidence.graphql.ts";
import { basisWords, counting, strengthsDiffer } from "./words.ts";

export function Section({ title, count, against = false, children }: {
  title: string;
  count?: number;
  against?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <h3 className={against ? styles.against : undefined}>
        {against ? "≠ " : ""}
        {title} {count === undefined ? null : <span className={styles.count}>{count}</span>}
      </h3>
      <ul className={styles.list}>{children}</ul>
    </section>
  );
}

interface MakingsProps {
  rows: readonly { published: string | null; ageDays: number | null; evidence: readonly ClaimFragment[] }[];
  changes?: readonly { run: number; at: string }[];
  /** Whether the claims have a strength at all. */
  strong?: boolean;
}

/** How it is known, how strongly, how old the newest source is, and which run brought it. */
export function Makings({ rows, changes = [], strong = false }: MakingsProps) {
  const claims = rows.flatMap(({ evidence }) => evidence);
  const newest = rows.filter(({ published }) => published).toSorted((a, b) => (a.ageDays ?? 0) - (b.ageDays ?? 0))[0];
  const run = Math.max(...claims.map((claim) => claim.run ?? 0), 0);
  const began = changes.find((change) => change.run === run)?.at;
  const strength = counting(claims);
  return (
    <dl className={styles.makings}>
      <dt>Basis</dt>
      <dd>{basisWords(claims)}</dd>
      {strong ? (
        <>
          <dt>Strength</dt>
          <dd className={styles.strength}>
            <Strength strength={strength} bare /> {strengthWord(strength)}
            {strengthsDiffer(claims) ? <span className={styles.differ}>≠ sources differ</span> : null}
          </dd>
        </>
      ) : null}
      <dt>Newest</dt>
      <dd>
        {newest?.published ? `${day(newest.published)}${newest.ageDays === null ? "" : `, ${age(newest.ageDays)}`}` : "not recorded"}
      </dd>
      {run > 0 ? (
        <>
          <dt>Brought by</dt>
          <dd>
            <Link to={best({ kind: "load_run", key: String(run) })}>Run {run}</Link>
            {began ? `, ${day(began)}` : ""}
          </dd>
        </>
      ) : null}
    </dl>
  );
}
