import { best, readRef } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { number } from "../../words.ts";
import { relationWords } from "../evidence/words.ts";
import styles from "./Load.module.css";

export interface ListedChange {
  readonly action: string | null;
  readonly subject: string | null;
  readonly relationship: string | null;
  readonly object: string | null;
  readonly dataset: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** Claims are of a dataset; what is kept of datasets themselves and of old keys is not. */
const isClaim = ({ dataset }: ListedChange) => Boolean(dataset);

const GROUPS: readonly { word: string; holds: (change: ListedChange) => boolean }[] = [
  ...[
    { action: "ADDED", word: "Added" },
    { action: "CHANGED", word: "Changed" },
    { action: "REMOVED", word: "Removed" },
  ].map(({ action, word }) => ({ word, holds: (change: ListedChange) => isClaim(change) && change.action === action })),
  { word: "Datasets and old keys", holds: (change) => !isClaim(change) },
];
/** Claims that are added, changed or removed, of `total`, with what is said before and after. */
export function ChangeList({ changes, total }: { changes: readonly ListedChange[]; total: number }) {
  const claims = changes.filter(isClaim).length;
  return (
    <>
      {GROUPS.map(({ word, holds }) => {
        const own = changes.filter(holds);
        if (own.length === 0) return null;
        return (
          <details key={word} className={styles.fold} open={own.length <= 12 || own.length === claims}>
            <summary>
              {word} <span className={styles.quiet}>{number(own.length)}</span>
            </summary>
            <ul className={styles.rows}>
              {own.map((change) => (
                <li key={`${change.subject} ${change.relationship} ${change.object} ${change.dataset}`}>
                  <Name of={change.subject} /> {change.relationship ? relationWords(change.relationship) : ""}{" "}
                  {change.object ? <Name of={change.object} /> : null}
                  <Values before={change.before} after={change.after} />
                </li>
              ))}
            </ul>
          </details>
        );
      })}
      {claims < total ? (
        <p className={styles.quiet}>
          {number(claims)} of {number(total)} claims are listed.
        </p>
      ) : null}
    </>
  );
}

function Name({ of }: { of: string | null }) {
  const ref = of ? readRef(of) : undefined;
  return ref ? (
    <Link to={best(ref)}>
      <code>{of}</code>
    </Link>
  ) : (
    <code>{of}</code>
  );
}

/** What differs between two claims, field by field. */
function Values({ before, after }: { before: string | null; after: string | null }) {
  const [then, now] = [parsed(before), parsed(after)];
  const fields = [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((field) => then[field] !== now[field]);
  if (before === null || fields.length === 0) return null;
  return (
    <span className={styles.values}>
      {fields.map((field) => (
        <span key={field}>
          {field}: <del>{then[field] ?? "nothing"}</del> <ins>{now[field] ?? "nothing"}</ins>
        </span>
      ))}
    </span>
  );
}

/** The fields of a claim, which is kept as JSON. */
export function parsed(text: string | null): Record<string, string> {
  if (text === null) return {};
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== "object" || found === null) return { value: String(found) };
    return Object.fromEntries(Object.entries(found).map(([field, value]) => [field, typeof value === "string" ? value : JSON.stringify(value)]));
  } catch {
    return { value: text };
  }
}
