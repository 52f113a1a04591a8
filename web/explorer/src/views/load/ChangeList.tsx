import { best } from "../../addresses.ts";
import { lookOf, spoken } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { count, listed, number } from "../../words.ts";
import { relationWords } from "../evidence/words.ts";
import { type Fate, type ListedChange, type Named, type Thing, things } from "./changes.ts";
import styles from "./ChangeList.module.css";

const SECTIONS: readonly { fate: Fate; word: string }[] = [
  { fate: "ADDED", word: "Added" },
  { fate: "CHANGED", word: "Changed" },
  { fate: "REMOVED", word: "Removed" },
  { fate: "RECORDS", word: "Datasets and old keys" },
];
/** Up to so many things are seen at once. */
const GLANCE = 40;

/** What is done, thing by thing; each unfolds to what is said of it. */
export function ChangeList({ changes, planned = false }: { changes: readonly ListedChange[]; planned?: boolean }) {
  const all = things(changes, planned);
  const claimed = all.filter(({ fate }) => fate !== "RECORDS").length;
  const several = new Set(all.flatMap(({ datasets }) => datasets)).size > 1;
  return SECTIONS.map(({ fate, word }) => {
    const own = all.filter((thing) => thing.fate === fate);
    if (own.length === 0) return null;
    return (
      <details key={fate} className={styles.section} open={fate !== "RECORDS" && (own.length <= GLANCE || own.length === claimed)}>
        <summary>
          {word} <span className={styles.quiet}>{number(own.length)}</span>
        </summary>
        <ul className={styles.things}>
          {own.map((thing) => (
            <li key={`${thing.kind}:${thing.key}`}>
              <One thing={thing} several={several} />
            </li>
          ))}
        </ul>
      </details>
    );
  });
}

function One({ thing, several }: { thing: Thing; several: boolean }) {
  const { kind, name, there, fate, fields, links, datasets } = thing;
  return (
    <details className={styles.thing}>
      <summary>
        <Tile kind={kind} small /> <span className={styles.name}>{name}</span>
        <span className={styles.quiet}>{[lookOf(kind).one, ...told(thing)].join(" · ")}</span>
      </summary>
      <div className={styles.said}>
        {fields.length > 0 ? (
          <dl>
            {fields.map(({ field, before, after }, place) => (
              <div key={place}>
                <dt>{field}</dt>
                <dd>
                  {before && fate !== "REMOVED" ? <del>{before}</del> : before}
                  {after && before ? <ins>{after}</ins> : after}
                  {before && !after && fate !== "REMOVED" ? <span className={styles.quiet}> no longer recorded</span> : null}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
        {links.length > 0 ? (
          <ul className={styles.links}>
            {links.map(({ action, relationship, to }, place) => (
              <li key={place}>
                {action === fate ? "" : <span className={styles.quiet}>{action.toLowerCase()}: </span>}
                {relationWords(relationship)} <To thing={to} />
              </li>
            ))}
          </ul>
        ) : null}
        {several && datasets.length > 0 ? <p className={styles.quiet}>In the dataset {listed(datasets.map(spoken))}</p> : null}
        {there ? <Link to={best(thing)}>See {name}</Link> : null}
      </div>
    </details>
  );
}

/** What there is to unfold. */
function told({ fate, fields, links }: Thing): string[] {
  if (fate !== "CHANGED") return links.length > 0 ? [count(links.length, "link")] : [];
  const by = (wanted: string) => links.filter(({ action }) => action === wanted).length;
  return [
    ...(fields.length > 0 ? [listed([...new Set(fields.map(({ field }) => field.toLowerCase()))])] : []),
    ...(["ADDED", "CHANGED", "REMOVED"] as const).flatMap((action) =>
      by(action) > 0 ? [`${count(by(action), "link")} ${action.toLowerCase()}`] : [],
    ),
  ];
}

function To({ thing }: { thing: Named }) {
  return (
    <>
      <Tile kind={thing.kind} small /> {thing.there ? <Link to={best(thing)}>{thing.name}</Link> : thing.name}
    </>
  );
}
