import { Fragment } from "react";
import { Zap } from "lucide-react";
import { Hidden } from "../../parts/Hidden.tsx";
import { bandOf } from "../journeys/scale.ts";
import { score } from "../../words.ts";
import { type Change, changes, type Feeling, type Model, places } from "./lifecycle.ts";
import { PhaseCard } from "./PhaseCard.tsx";
import styles from "./PhaseRow.module.css";

interface Props {
  model: Model;
  side: "own" | "beside";
  selected: string;
  onSelect: (selection: string) => void;
  /** Whether the model's name stands above. */
  titled?: boolean;
}

/** A model's phases in their order, with how each change to the next goes. */
export function PhaseRow({ model, side, selected, onSelect, titled = false }: Props) {
  const all = places(model);
  return (
    <section aria-label={model.name}>
      <h2 className={titled ? styles.title : undefined}>{titled ? model.name : <Hidden>Phases</Hidden>}</h2>
      <ol className={styles.row}>
        {all.map((phases, place) => {
          const before = all[place - 1];
          return (
            <Fragment key={phases[0]?.key}>
              {before ? (
                <li className={styles.changes}>
                  {changes(before, phases).map((change) => (
                    <ChangeMark key={`${change.from.key} ${change.to.key}`} change={change} onSelect={onSelect} />
                  ))}
                </li>
              ) : null}
              <li className={styles.place}>
                {phases.map((phase) => (
                  <PhaseCard key={phase.key} phase={phase} place={place + 1} side={side} selected={selected} onSelect={onSelect} />
                ))}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </section>
  );
}

const QUALITIES = { SEAMLESS: "Seamless", ABRUPT: "Abrupt", MISSING: "Missing" };

function ChangeMark({ change: { from, to, transition, quality, response, felt }, onSelect }: { change: Change; onSelect: (ref: string) => void }) {
  const inside = (
    <>
      <span className={quality ? styles[quality.toLowerCase()] : styles.plain}>
        {quality === "ABRUPT" ? <Zap size={13} aria-hidden /> : null}
      </span>
      {quality ? <span className={styles.word}>{QUALITIES[quality]}</span> : null}
      <Hidden>
        {" "}
        change from {from.name} to {to.name}
        {response ? `. Done about it: ${response}` : ""}
      </Hidden>
    </>
  );
  return (
    <div className={styles.change}>
      {transition ? (
        <button type="button" className={styles.mark} title={response} onClick={() => onSelect(`transition:${transition}`)}>
          {inside}
        </button>
      ) : (
        <span className={styles.mark}>{inside}</span>
      )}
      {felt.map((feeling) => (
        <Felt key={feeling.key} feeling={feeling} onSelect={onSelect} />
      ))}
    </div>
  );
}

const GLYPHS: Record<string, string> = { "very-low": "▼▼", low: "▼", neutral: "●", good: "▲", "very-good": "▲▲" };

/** A feeling by its band, its score and its word. */
export function Felt({ feeling: { key, score: value, emotion, persona }, onSelect }: { feeling: Feeling; onSelect: (ref: string) => void }) {
  const band = value === null ? undefined : bandOf(value).token;
  return (
    <button
      type="button"
      className={styles.felt}
      style={band ? { background: `var(--${band}-tint)` } : undefined}
      title={persona?.name}
      onClick={() => onSelect(`feeling:${key}`)}
    >
      {band ? <span aria-hidden>{GLYPHS[band]}</span> : null} {value === null ? "" : score(value)} {emotion?.name}
      <Hidden>{persona ? `, ${persona.name}` : ""}</Hidden>
    </button>
  );
}
