import { address } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Page } from "../../frame/Page.tsx";
import { Link } from "../../parts/Link.tsx";
import { Strength, strengthWord } from "../../parts/marks.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { count, listed } from "../../words.ts";
import { Traces, type TracesQuery } from "./list.graphql.ts";
import styles from "./TraceList.module.css";

type Row = TracesQuery["trace"]["rows"][number];

/** All that can be traced: moments of truth, with the goals that they reach, and brand goals, with the moments behind them. */
export function TraceList() {
  const { ignored } = useParameters({});
  const asked = useAsk(Traces, {});
  return (
    <Answer of={asked}>
      {({ trace: { rows, complete }, brandGoals }) => {
        const moments = [...Map.groupBy(rows, ({ moment }) => moment.key).values()];
        const reaching = moments.filter((own) => own.some(({ brandGoal }) => brandGoal !== null));
        const behind = Map.groupBy(rows, ({ brandGoal }) => brandGoal?.key);
        const goals = brandGoals.edges.map(({ node }) => node);
        const served = goals.filter(({ key }) => behind.has(key)).length;
        return (
          <Page
            title="Trace"
            ignored={ignored}
            finding={`${reaching.length} of ${count(moments.length, "moment of truth", "moments of truth")} reach a brand goal; ${served} of ${count(goals.length, "brand goal")} have one behind them.`}
          >
            {moments.length + goals.length === 0 ? (
              <Notice title="Nothing to trace yet">
                <p>A trace needs moments of truth, and goals that they serve.</p>
              </Notice>
            ) : (
              <div className={styles.page}>
                <section>
                  <h2>Moments of truth</h2>
                  <ul className={styles.list}>
                    {moments.map((own) => (
                      <Moment key={own[0]?.moment.key} rows={own} />
                    ))}
                  </ul>
                  {complete ? null : <p>These are not all: there are more than 1 000 chains.</p>}
                </section>
                <section>
                  <h2>Brand goals</h2>
                  <ul className={styles.list}>
                    {goals.map(({ key, name, owner }) => {
                      const those = new Set(behind.get(key)?.map(({ moment }) => moment.key)).size;
                      return (
                        <li key={key}>
                          <Link to={address({ view: "trace", kind: "brand_goal", key })} className={styles.item}>
                            <Tile kind="brand_goal" />
                            <span className={styles.words}>
                              <span className={styles.name}>{name}</span>
                              <span className={those > 0 ? styles.more : styles.gap}>
                                {those > 0 ? count(those, "moment of truth", "moments of truth") : "no moment of truth behind it"}
                                {owner ? ` · ${owner}` : ""}
                              </span>
                            </span>
                          </Link>
                        </li>
                      );
                    })}
                  </ul>
                </section>
              </div>
            )}
          </Page>
        );
      }}
    </Answer>
  );
}

function Moment({ rows }: { rows: readonly Row[] }) {
  const moment = rows[0]?.moment;
  if (!moment) return null;
  const goals = [...new Set(rows.flatMap(({ brandGoal }) => brandGoal?.name ?? []))];
  const strengths = rows.flatMap(({ brandGoal, strength }) => (brandGoal && strength !== null ? strength : []));
  const strength = strengths.length > 0 ? Math.max(...strengths) : null;
  return (
    <li>
      <Link to={address({ view: "trace", kind: "moment_of_truth", key: moment.key })} className={styles.item}>
        <Tile kind="moment_of_truth" />
        <span className={styles.words}>
          <span className={styles.name}>{moment.name}</span>
          <span className={goals.length > 0 ? styles.more : styles.gap}>
            {goals.length > 0 ? listed(goals) : "reaches no brand goal"}
          </span>
        </span>
        {goals.length > 0 ? (
          <span className={styles.strength}>
            <Strength strength={strength} bare /> {strengthWord(strength)}
          </span>
        ) : null}
      </Link>
    </li>
  );
}
