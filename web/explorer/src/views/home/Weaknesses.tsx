import { address, best, type Query, refText } from "../../addresses.ts";
import { type Asked, useAsk } from "../../api/ask.ts";
import { tokenOf } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { number } from "../../words.ts";
import styles from "./Home.module.css";
import { WeakClaims, WeakGoals, WeakMoments, WeakPains, WeakPhases, WeakScores, WeakValues } from "./home.graphql.ts";

interface Gap {
  readonly total: number;
  readonly first: readonly { kind: string; key: string; name: string | null; more?: string | undefined }[];
}

/** Where it is weak: of each kind of gap how many, the first three, and the question that tells all. */
export function Weaknesses() {
  const goals = useAsk(WeakGoals, {});
  const moments = useAsk(WeakMoments, {});
  const claims = useAsk(WeakClaims, {});
  const phases = useAsk(WeakPhases, {});
  const pains = useAsk(WeakPains, {});
  const scores = useAsk(WeakScores, {});
  const values = useAsk(WeakValues, {});
  return (
    <section>
      <h2 className={styles.title}>Where it is weak</h2>
      <ul className={styles.weak}>
        <Weakness
          title="Goals without a moment of truth"
          question="goals-without-moments"
          asked={goals}
          read={({ goalsWithoutMoments: { totalCount, rows } }) => ({ total: totalCount, first: rows.map(({ node }) => node) })}
        />
        <Weakness
          title="Moments of truth that reach no brand goal"
          question="moments-without-goals"
          asked={moments}
          read={({ momentsWithoutGoals: { totalCount, rows } }) => ({ total: totalCount, first: rows.map(({ node }) => node) })}
        />
        <Weakness
          title="Moments of truth without evidence"
          question="moments-of-truth"
          given={{ unsupported: "yes" }}
          asked={claims}
          read={({ momentsOfTruth: { totalCount, edges } }) => ({ total: totalCount, first: edges.map(({ node }) => node) })}
        />
        <Weakness
          title="Phases without a journey, and journeys without a phase"
          question="unmapped-phases-and-journeys"
          asked={phases}
          read={({ unmappedPhasesAndJourneys: { totalCount, rows } }) => ({ total: totalCount, first: rows.map(({ node }) => node) })}
        />
        <Weakness
          title="Pain points that nothing is done about"
          question="unsolved-pain-points"
          asked={pains}
          read={({ unsolvedPainPoints: { totalCount, rows } }) => ({ total: totalCount, first: rows.map(({ node }) => node) })}
        />
        <Weakness
          title="Scores that rest on too little"
          question="doubtful-scores"
          asked={scores}
          read={({ doubtfulScores: { totalCount, rows } }) => ({
            total: totalCount,
            first: rows.map(({ node, metric }) => ({ ...node, more: metric.name ?? undefined })),
          })}
        />
        <Weakness
          title="Values on which datasets disagree"
          question="disagreements"
          asked={values}
          read={({ disagreements: { totalCount, rows } }) => ({
            total: totalCount,
            first: rows.map(({ node, field }) => ({ ...node, more: field.replaceAll("_", " ") })),
          })}
        />
      </ul>
    </section>
  );
}

function Weakness<Data>({ title, question, given, asked, read }: {
  title: string;
  question: string;
  /** What the question is asked with. */
  given?: Query;
  asked: Asked<Data>;
  read: (data: Data) => Gap;
}) {
  const gap = asked.data === undefined ? undefined : read(asked.data);
  const failure = gap ? undefined : (asked.error ?? asked.failureReason);
  if (gap?.total === 0) return null;
  return (
    <li className={styles.gap}>
      <h3 className={styles.gapHead}>
        <span className={styles.gapCount}>{gap ? number(gap.total) : "…"}</span> {title}
      </h3>
      {failure ? <p className={styles.failure}>{failure.message}</p> : null}
      <ul className={styles.first}>
        {gap?.first.map(({ kind, key, name, more }) => (
          <li key={`${refText({ kind, key })} ${more}`} className={styles.one}>
            <Tile kind={kind} small />
            <Link to={best({ kind: tokenOf(kind), key })}>{name ?? key}</Link>
            {more ? <span className={styles.more}>{more}</span> : null}
          </li>
        ))}
      </ul>
      {gap && gap.total > gap.first.length ? (
        <Link to={address({ view: "questions", key: question }, given)} className={styles.all}>
          All {number(gap.total)}
        </Link>
      ) : null}
    </li>
  );
}
