import { address } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { count } from "../../words.ts";
import { feltIn, type Phase } from "./lifecycle.ts";
import styles from "./PhaseCard.module.css";
import { Felt } from "./PhaseRow.tsx";

interface Props {
  phase: Phase;
  place: number;
  side: "own" | "beside";
  selected: string;
  onSelect: (selection: string) => void;
}

/** A phase in the customer's words, what it is worth, and the journeys inside. */
export function PhaseCard({ phase, place, side, selected, onSelect }: Props) {
  const ref = `phase:${phase.key}`;
  const journeys = phase.journeys.edges.map(({ node }) => node);
  const own = new Set(journeys.map(({ key }) => key));
  // A journey of which only a stage lies here is named by that.
  const passing = phase.stages.edges.map(({ node }) => node).filter(({ journey }) => journey && !own.has(journey.key));
  const ends = phase.milestones.edges.map(({ node, assertions }) => ({ ...node, side: assertions[0]?.side }));
  return (
    <article className={styles.card} data-phase={`${side} ${phase.key}`} aria-current={selected === ref || undefined}>
      <p className={styles.place}>{place}</p>
      <h3>
        <button type="button" className={styles.name} onClick={() => onSelect(ref)}>
          {phase.name}
        </button>
      </h3>
      {phase.description ? <p className={styles.words}>{phase.description}</p> : null}
      {feltIn(phase).map((feeling) => (
        <Felt key={feeling.key} feeling={feeling} onSelect={onSelect} />
      ))}
      {journeys.length + passing.length > 0 ? (
        <ul className={styles.journeys}>
          {journeys.map(({ key, name, state }) => (
            <li key={key}>
              <Link to={address({ view: "journeys", key })} className={styles.journey}>
                {name}
                {state === "TO_BE" ? <span className={styles.state}>to-be</span> : null}
              </Link>
            </li>
          ))}
          {passing.map(({ key, name, journey }) => (
            <li key={key}>
              <Link to={address({ view: "journeys", key: journey?.key ?? "" }, { at: `stage:${key}` })} className={styles.journey}>
                {name}
                <span className={styles.state}>a stage of {journey?.name}</span>
              </Link>
            </li>
          ))}
          {phase.journeys.totalCount > journeys.length ? <li>{count(phase.journeys.totalCount - journeys.length, "more journey")}</li> : null}
        </ul>
      ) : (
        <p className={styles.none}>No journeys recorded</p>
      )}
      <p className={styles.counts}>
        {count(phase.touchpoints.totalCount, "touchpoint")}, {count(phase.needs.totalCount, "need")}
      </p>
      {ends.map(({ key, name, side: which }) => (
        <p key={key} className={styles.milestone}>
          {which === "ENTRY" ? "Begins" : which === "EXIT" ? "Ends" : "Milestone"}:{" "}
          <Link to={address({ view: "node", kind: "milestone", key })}>{name}</Link>
        </p>
      ))}
    </article>
  );
}
