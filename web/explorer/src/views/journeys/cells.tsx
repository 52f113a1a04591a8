import { Lightbulb, Wrench } from "lucide-react";
import { Star } from "../../parts/marks.tsx";
import { Hidden } from "../../parts/Hidden.tsx";
import { Bone } from "../../states/Skeleton.tsx";
import { count, number } from "../../words.ts";
import styles from "./cells.module.css";
import type { Cell, Idea, Lane, Metric, Pain } from "./lanes.ts";
import type { Column } from "./model.ts";
import { PersonaDot } from "./personas.tsx";

/** Where a part of a cell stands, for arrow keys and clicks. */
interface At {
  column: number;
  lane: number;
  onSelect: (ref: string) => void;
}

interface PartProps extends At {
  /** How many columns it spans; 1 unless said otherwise. */
  size?: number;
  refText: string;
  className?: string | undefined;
  children: React.ReactNode;
}

/** A part of a cell that opens its evidence. */
export function Part({ column, size = 1, lane, refText, onSelect, className = "", children }: PartProps) {
  return (
    <button
      type="button"
      className={`${styles.part} ${className}`}
      data-c={column}
      data-size={size}
      data-r={lane}
      data-ref={refText}
      tabIndex={-1}
      onClick={() => onSelect(refText)}
    >
      {children}
    </button>
  );
}

/** What a lane shows at a column. */
export function LaneCell({ kind, of, cell, places, at }: {
  kind: Exclude<Lane, "channel" | "backstage">;
  of: Column;
  cell: Cell | undefined;
  /** The looks of the personas that are shown, by key. */
  places: ReadonlyMap<string, number>;
  at: At;
}) {
  if (kind === "micro") return <Inside of={of} at={at} />;
  if (of.ref.kind === "nothing") return null;
  if (!cell) return <Bone />;
  switch (kind) {
    case "evidence":
      return <Evidence of={of} cell={cell} at={at} />;
    case "pains":
      return <Pains pains={cell.pains} places={places} at={at} />;
    case "metrics":
      return <Metrics of={of} metrics={cell.metrics} at={at} />;
    case "ideas":
      return <Ideas ideas={cell.ideas} at={at} />;
  }
}

function Inside({ of, at }: { of: Column; at: At }) {
  if (of.ref.kind === "micro_moment") return <p className={styles.text}>{of.description}</p>;
  return (
    <ol className={styles.list}>
      {of.inside.map(({ ref, name, moment }, place) => (
        <li key={ref.key}>
          <Part {...at} refText={`${ref.kind}:${ref.key}`} className={moment ? styles.decides : undefined}>
            <span className={styles.order}>{moment ? <Star size={15} /> : place + 1}</span>
            {name}
            {moment ? <Hidden>, moment of truth</Hidden> : null}
          </Part>
        </li>
      ))}
    </ol>
  );
}

const MOST_BARS = 8;

function Evidence({ of, cell, at }: { of: Column; cell: Cell; at: At }) {
  const { evidence, against } = cell;
  const name = `Evidence: ${count(evidence, "piece")}${against > 0 ? `, ${count(against, "contradiction")}` : ""}`;
  return (
    <Part {...at} refText={`${of.ref.kind}:${of.ref.key}`} className={evidence > 0 ? styles.evidence : styles.none}>
      {evidence > 0 ? (
        <>
          <Bars filled={Math.min(evidence, MOST_BARS)} />
          <span aria-hidden>{evidence}</span>
        </>
      ) : (
        <span aria-hidden>none</span>
      )}
      {against > 0 ? (
        <span className={styles.against} aria-hidden>
          ≠ {against}
        </span>
      ) : null}
      <Hidden>{name}</Hidden>
    </Part>
  );
}

function Bars({ filled }: { filled: number }) {
  return (
    <svg width={filled * 4} height={11} fill="currentColor" aria-hidden>
      {Array.from({ length: filled }, (_, place) => (
        <rect key={place} x={place * 4} width={2.75} height={11} />
      ))}
    </svg>
  );
}

function Pains({ pains, places, at }: { pains: readonly Pain[]; places: ReadonlyMap<string, number>; at: At }) {
  return (
    <ul className={styles.list}>
      {pains.map(({ key, name, severity, hurts }) => (
        <li key={key}>
          <Part {...at} refText={`pain_point:${key}`} className={styles.pain}>
            <span className={styles.marks}>
              <Severity severity={severity} />
              {[...places].map(([persona, place]) => (hurts.includes(persona) ? <PersonaDot key={persona} place={place} /> : null))}
            </span>
            {name}
          </Part>
        </li>
      ))}
    </ul>
  );
}

const SEVERITIES = ["severity not recorded", "low severity", "medium severity", "high severity"];

function Severity({ severity }: { severity: number }) {
  return (
    <>
      <svg width={30} height={6} viewBox="0 -2.5 30 6" className={styles.severity} aria-hidden>
        <SeverityBars severity={severity} />
      </svg>
      <Hidden>{SEVERITIES[severity]}: </Hidden>
    </>
  );
}

/** Three bars around a line, filled up to how much it hurts. */
export function SeverityBars({ severity, colour = "currentColor" }: { severity: number; colour?: string }) {
  return [0, 1, 2].map((bar) => (
    <rect key={bar} x={bar * 10 + 0.5} y={-2} width={8} height={4.5} fill={bar < severity ? colour : "none"} stroke={colour} />
  ));
}

/** How many readings a cell shows; its evidence has all. */
export const MOST_METRICS = 3;

/** A score that fewer than one in ten of those invited gave says little. */
const FEW = 0.1;

function Metrics({ of, metrics, at }: { of: Column; metrics: readonly Metric[]; at: At }) {
  return (
    <ul className={styles.list}>
      {metrics.slice(0, MOST_METRICS).map(({ key, name, value, n, replied, among }) => (
        <li key={key}>
          <Part {...at} refText={`reading:${key}`} className={styles.metric}>
            <span>
              {name} <b>{value}</b>
            </span>
            <span className={styles.makings}>
              {[among, n === undefined ? undefined : `n ${number(n)}`].filter(Boolean).join(", ")}
            </span>
            {replied === undefined ? null : (
              <span className={replied < FEW ? styles.few : styles.makings}>
                {replied < FEW ? "! " : ""}
                {Math.round(replied * 100)} % replied
              </span>
            )}
          </Part>
        </li>
      ))}
      {metrics.length > MOST_METRICS ? (
        <li>
          <Part {...at} refText={`${of.ref.kind}:${of.ref.key}`}>
            {metrics.length - MOST_METRICS} more
          </Part>
        </li>
      ) : null}
    </ul>
  );
}

const IDEA_ICONS = { opportunity: Lightbulb, solution: Wrench };

function Ideas({ ideas, at }: { ideas: readonly Idea[]; at: At }) {
  return (
    <ul className={styles.list}>
      {ideas.map(({ kind, key, name }) => {
        const Icon = IDEA_ICONS[kind];
        return (
          <li key={key}>
            <Part {...at} refText={`${kind}:${key}`}>
              <Icon size={12} className={styles.icon} aria-hidden />
              {name}
              <Hidden>, {kind}</Hidden>
            </Part>
          </li>
        );
      })}
    </ul>
  );
}
