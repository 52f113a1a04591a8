import { address, type View } from "../../addresses.ts";
import { type Family, KINDS, tokenOf } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { number } from "../../words.ts";
import type { HoldingsQuery } from "./home.graphql.ts";
import styles from "./Counts.module.css";

/** The families in the order of the spine: why, who, what happens, what it is like, who says so. */
const FAMILIES: readonly { family: Family; word: string }[] = [
  { family: "why", word: "Why" },
  { family: "who", word: "Who" },
  { family: "lifecycle", word: "Lifecycle" },
  { family: "journey", word: "Journeys" },
  { family: "inside", word: "Inside a step" },
  { family: "experience", word: "Experience" },
  { family: "observed", word: "Measured" },
  { family: "evidence", word: "Who says so" },
];

/** Kinds that have a view of their own. */
const VIEWS: Partial<Record<string, View>> = { JOURNEY: "journeys", LIFECYCLE_MODEL: "lifecycles", MOMENT_OF_TRUTH: "trace" };

/** How many there are of each kind; each number leads to them. */
export function Counts({ kinds }: { kinds: HoldingsQuery["kinds"] }) {
  return (
    <section className={styles.counts} aria-label="What there is">
      {FAMILIES.map(({ family, word }) => {
        const own = kinds.filter(({ kind, count }) => KINDS[kind].family === family && count > 0);
        if (own.length === 0) return null;
        return (
          <div key={family}>
            <h2>{word}</h2>
            <ul>
              {own.map(({ kind, count }) => {
                const view = VIEWS[kind];
                return (
                  <li key={kind}>
                    <Link
                      className={styles.kind}
                      to={view ? address({ view }) : address({ view: "find" }, { kind: tokenOf(kind) })}
                    >
                      <Tile kind={kind} small />
                      <span className={styles.name}>{count === 1 ? KINDS[kind].one : KINDS[kind].many}</span>
                      <span className={styles.number}>{number(count)}</span>
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
