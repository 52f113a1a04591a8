import { address } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { clock, day, number } from "../../words.ts";
import styles from "./Home.module.css";
import type { HoldingsQuery } from "./home.graphql.ts";

/** What came in last. */
export function Runs({ rows, total }: { rows: HoldingsQuery["runs"]["rows"]; total: number }) {
  return (
    <section>
      <h2 className={styles.title}>What came in last</h2>
      <ul className={styles.runs}>
        {rows.map(({ run, state, started, command, added, changed, removed, undoneBy }) => (
          <li key={run}>
            <Link to={address({ view: "load", key: String(run) })} className={styles.run}>
              <span className={styles.runHead}>
                <b>Run {run}</b> {day(started)}, {clock(started)}
              </span>
              <span className={styles.command}>{command}</span>
              <span className={styles.more}>
                {state === "REJECTED"
                  ? "rejected, nothing changed"
                  : undoneBy
                    ? `undone by run ${undoneBy}`
                    : `${number(added)} added, ${number(changed)} changed, ${number(removed)} removed`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {total > rows.length ? (
        <Link to={address({ view: "load" })} className={styles.all}>
          All {number(total)} runs
        </Link>
      ) : null}
    </section>
  );
}
