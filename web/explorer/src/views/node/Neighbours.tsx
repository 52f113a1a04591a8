import { best, type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { calledAs, type Family, lookOf } from "../../kinds.ts";
import { Model } from "../../model.graphql.ts";
import { Link } from "../../parts/Link.tsx";
import { BASIS_WORDS, BasisLine, Strength } from "../../parts/marks.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { relationName } from "../../relations.ts";
import { Answer } from "../../states/Answer.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { useSelection } from "../../useParameters.ts";
import { number } from "../../words.ts";
import { strongest } from "../evidence/words.ts";
import styles from "./Node.module.css";
import { Surroundings, type SurroundingsQuery } from "./neighbours.graphql.ts";

type Row = SurroundingsQuery["neighbours"]["rows"][number];

/** What a node is related to, relationship by relationship; each link opens its evidence. */
export function Neighbours({ of: ref }: { of: Ref }) {
  const model = useAsk(Model, {});
  const asked = useAsk(Surroundings, { nodes: [refText(ref)] });
  const relationships = model.data?.relationships ?? [];
  return (
    <Answer of={asked} skeleton={<Skeleton rows={[24, 96, 24, 96]} />}>
      {({ neighbours, neighbourhood }) => {
        const groups = Map.groupBy(neighbours.rows, ({ relationship, way, neighbour }) => `${relationship} ${way} ${neighbour.kind}`);
        if (groups.size === 0) return <p className={styles.unknown}>Nothing is related to it.</p>;
        return (
          <section aria-label="Neighbours" className={styles.groups}>
            {neighbourhood.rows.toSorted((a, b) => rank(a.kind) - rank(b.kind)).map(({ relationship, way, kind, neighbours: all }) => {
              const rows = groups.get(`${relationship} ${way} ${kind}`) ?? [];
              const name = relationName(relationships, relationship, way, ref.kind, kind);
              return (
                <section key={`${relationship} ${way} ${kind}`}>
                  <h2>
                    {name} <span className={styles.count}>{number(all)}</span>
                  </h2>
                  <ul>
                    {rows.map((row, place) => (
                      <Neighbour key={refText(row.neighbour)} of={ref} row={row} place={place} />
                    ))}
                  </ul>
                  {rows.length < all ? (
                    <p className={styles.unknown}>
                      {number(rows.length)} of {number(all)} {lookOf(kind).many.toLowerCase()} are shown.
                    </p>
                  ) : null}
                </section>
              );
            })}
          </section>
        );
      }}
    </Answer>
  );
}

/** Who and why before where, and what was counted or said of it last. */
const FAMILIES: readonly Family[] = ["who", "why", "journey", "lifecycle", "experience", "inside", "observed", "evidence", "records"];

const rank = (kind: string) => FAMILIES.indexOf(lookOf(kind).family);

function Neighbour({ of, row: { relationship, way, neighbour, strength, evidence }, place }: { of: Ref; row: Row; place: number }) {
  const [, select] = useSelection();
  const basis = strongest(evidence);
  const ends = way === "FORWARD" ? [of, neighbour] : [neighbour, of];
  return (
    <li className={styles.neighbour}>
      <Tile kind={neighbour.kind} small />
      <Link to={best(neighbour)}>{calledAs(neighbour, place + 1)}</Link>
      {basis ? (
        <button
          type="button"
          className={styles.claim}
          onClick={() => select(ends.map((end) => end && refText(end)).join(`~${relationship}~`))}
        >
          <BasisLine basis={basis} width={22} /> {BASIS_WORDS[basis]}
          {strength === null ? null : <Strength strength={strength} />}
        </button>
      ) : null}
    </li>
  );
}
