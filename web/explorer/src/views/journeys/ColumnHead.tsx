import { ArrowUpRight, Check, Equal, type LucideIcon, Minus, Plus, Trash2, Wrench } from "lucide-react";
import { refText } from "../../addresses.ts";
import { Hidden } from "../../parts/Hidden.tsx";
import { Star } from "../../parts/marks.tsx";
import { listed } from "../../words.ts";
import { channelIcon } from "./channelIcon.ts";
import styles from "./ColumnHead.module.css";
import type { Pair } from "./comparison.ts";
import type { Column } from "./model.ts";

const VERDICTS: Record<string, LucideIcon> = { keep: Check, improve: Wrench, skip: ArrowUpRight, remove: Trash2 };

interface Props {
  column: Column;
  place: number;
  row: number;
  begins: boolean;
  selected: boolean;
  /** How the step differs from the one that it takes the place of. */
  pair: Pair | undefined;
  onOpen: (column: Column) => void;
}

/** The head of a column: how it is reached, whether it decides, what was decided about it, and its name. */
export function ColumnHead({ column, place, row, begins, selected, pair, onOpen }: Props) {
  const { ref, name, below, channels, moments, verdict } = column;
  const Icon = channels[0] ? channelIcon(channels[0].name) : undefined;
  const Verdict = verdict ? VERDICTS[verdict] : undefined;
  const look = `${begins ? styles.begins : ""} ${moments.length > 0 ? styles.decides : ""}`;
  if (ref.kind === "nothing") {
    return (
      <th scope="col" className={`${begins ? styles.begins : ""} ${styles.nothing}`}>
        <span className={styles.absent}>
          {pair?.mark === "removed" ? <Change pair={pair} /> : <Hidden>No step</Hidden>}
        </span>
      </th>
    );
  }
  if (ref.kind === "phase" || ref.kind === "stage") {
    return (
      <th scope="col" className={`${begins ? styles.begins : ""} ${styles.nothing}`}>
        <span className={styles.absent}>{name}</span>
      </th>
    );
  }
  return (
    <th scope="col" className={look} aria-selected={selected || undefined}>
      <button
        type="button"
        className={styles.step}
        data-c={place}
        data-r={row}
        data-ref={refText(ref)}
        data-moment={moments.length > 0 || undefined}
        tabIndex={-1}
        title={below ? `${name}\n${below}` : name}
        onClick={() => onOpen(column)}
      >
        <span className={styles.marks}>
          {Icon ? <Icon size={13} aria-hidden /> : null}
          {moments.length > 0 ? <Star size={15} /> : null}
          {Verdict ? (
            <span className={styles.verdict}>
              <Verdict size={12} aria-hidden />
              {verdict}
            </span>
          ) : null}
          {pair ? <Change pair={pair} /> : null}
        </span>
        <span className={styles.name}>{name}</span>
        {below ? <span className={styles.below}>{below}</span> : null}
        {pair && pair.differences.length > 0 ? <span className={styles.differs}>differs in {listed(pair.differences)}</span> : null}
        {moments.length > 0 ? <Hidden>, moment of truth: {listed(moments.map((moment) => moment.name))}</Hidden> : null}
      </button>
    </th>
  );
}

const CHANGES = { added: <Plus size={12} aria-hidden />, removed: <Minus size={12} aria-hidden />, changed: "~", same: <Equal size={12} aria-hidden /> };

function Change({ pair: { mark } }: { pair: Pair }) {
  return (
    <span className={mark === "same" ? `${styles.change} ${styles.same}` : styles.change}>
      {CHANGES[mark]} {mark}
    </span>
  );
}
