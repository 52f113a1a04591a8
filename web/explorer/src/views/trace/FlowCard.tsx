import { ArrowRight, EyeOff } from "lucide-react";
import { address, refText } from "../../addresses.ts";
import { lookOf } from "../../kinds.ts";
import { Hidden } from "../../parts/Hidden.tsx";
import { Link } from "../../parts/Link.tsx";
import { BASIS_WORDS, BasisLine, Strength } from "../../parts/marks.tsx";
import type { Card } from "./flow.ts";
import styles from "./FlowCard.module.css";

interface Props {
  card: Card;
  root: boolean;
  selected: string;
  dim: boolean;
  onSelect: (selection: string) => void;
  onPoint: (id: string | undefined) => void;
}

/** A card, and below it a row for each link that arrives; a row opens the link's evidence. */
export function FlowCard({ card, root, selected, dim, onSelect, onPoint }: Props) {
  const { id, ref, kind, name, meta, lacks, gap, rows } = card;
  const { icon: Icon, one } = lookOf(kind);
  const look = gap ? styles.gap : kind === "moment_of_truth" ? styles.moment : "";
  return (
    <li
      className={`${styles.card} ${look} ${dim ? styles.dim : ""}`}
      data-card={id}
      onPointerEnter={() => onPoint(id)}
      onPointerLeave={() => onPoint(undefined)}
      onFocus={() => onPoint(id)}
      onBlur={() => onPoint(undefined)}
    >
      <div className={styles.body}>
        <p className={styles.kind}>
          {gap ? null : <Icon size={14} className={styles.icon} aria-hidden />}
          {gap ? "Gap" : one}
        </p>
        {ref ? (
          <button type="button" className={styles.name} aria-current={root || undefined} onClick={() => onSelect(refText(ref))}>
            {name}
          </button>
        ) : (
          <p className={styles.name}>{name}</p>
        )}
        {meta.map((words) => (
          <p key={words} className={styles.meta}>
            {words}
          </p>
        ))}
        {lacks.map((words) => (
          <p key={words} className={styles.lacks}>
            <EyeOff size={13} aria-hidden /> {words}
          </p>
        ))}
        {gap ? <p className={styles.meta}>{gap.why}</p> : null}
        {ref && !root && kind !== "step" && kind !== "micro_moment" && kind !== "touchpoint" ? (
          <Link to={address({ view: "trace", ...ref })} className={styles.trace}>
            Trace<Hidden> {name}</Hidden>
          </Link>
        ) : null}
      </div>
      {rows.map(({ from, fromName, basis, words, strength, strong, selection }) => {
        const inside = (
          <>
            <BasisLine basis={basis} width={20} />
            <span className={styles.basis}>{BASIS_WORDS[basis]}</span>
            <span>{words}</span>
            {strong ? (
              <span className={styles.strength}>
                <Strength strength={strength} />
              </span>
            ) : null}
            <span className={styles.from}>from {fromName}</span>
          </>
        );
        return selection ? (
          <button
            key={`${from} ${selection}`}
            type="button"
            className={styles.row}
            data-row
            aria-pressed={selected === selection}
            onClick={() => onSelect(selection)}
          >
            {inside}
          </button>
        ) : (
          <p key={from} className={styles.row} data-row>
            {inside}
          </p>
        );
      })}
      {gap?.ways.map(({ words, to }) => (
        <Link key={to} to={to} className={styles.ask}>
          <ArrowRight size={14} aria-hidden /> {words}
        </Link>
      ))}
    </li>
  );
}
