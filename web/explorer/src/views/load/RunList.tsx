import { address } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Link } from "../../parts/Link.tsx";
import { Answer } from "../../states/Answer.tsx";
import { clock, day, number } from "../../words.ts";
import styles from "./Load.module.css";
import { type RunLineFragment, Runs } from "./load.graphql.ts";

/** All runs, the newest first. */
export function RunList() {
  const asked = useAsk(Runs, {});
  return (
    <section className={styles.runs} aria-labelledby="runs">
      <h2 id="runs">Runs</h2>
      <Answer of={asked}>
        {({ runs: { rows, totalCount } }) => (
          <>
            {rows.length === 0 ? <p className={styles.quiet}>Nothing was ever loaded.</p> : null}
            <ul>
              {rows.map((run) => (
                <li key={run.run}>
                  <Link to={address({ view: "load", key: String(run.run) })} className={styles.run}>
                    <span>
                      <b>Run {run.run}</b> {day(run.started)}, {clock(run.started)}
                    </span>
                    <span className={styles.command}>{run.command}</span>
                    <span className={styles.quiet}>{outcome(run)}</span>
                  </Link>
                </li>
              ))}
            </ul>
            {rows.length < totalCount ? <p className={styles.quiet}>The newest {rows.length} of {number(totalCount)}.</p> : null}
          </>
        )}
      </Answer>
    </section>
  );
}

/** How a run ended, in words. */
export function outcome({ state, added, changed, removed, undoneBy }: RunLineFragment): string {
  if (state === "REJECTED") return "rejected, nothing changed";
  if (state === "APPLYING") return "is being written";
  const did = `${number(added)} added, ${number(changed)} changed, ${number(removed)} removed`;
  return undoneBy ? `${did}; undone by run ${undoneBy}` : did;
}
