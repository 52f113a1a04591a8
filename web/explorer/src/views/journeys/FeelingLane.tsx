import { address, refText } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { Star } from "../../parts/marks.tsx";
import { Bone } from "../../states/Skeleton.tsx";
import { score } from "../../words.ts";
import type { Curve, Point } from "./curve.ts";
import styles from "./FeelingLane.module.css";
import type { Side } from "./MapGrid.tsx";
import { type Column, distinct } from "./model.ts";
import { dashOf, hueOf, Marker } from "./personas.tsx";
import { labels } from "./labels.ts";
import { BANDS, FEELING, heightOf, paths } from "./scale.ts";

interface Props {
  sides: readonly Side[];
  /** Undefined until it is known what is felt. */
  curves: readonly Curve[] | undefined;
  /** The width of a column in pixels. */
  width: number;
  lane: number;
  onSelect: (ref: string) => void;
}

/** The curves over all columns. Its picture lies in the first cell and reaches over the others. */
export function FeelingLane({ sides, curves, width, lane, onSelect }: Props) {
  // Where two journeys are compared, a column stands for the later one's step, or else for the one that fell away; what is decided in either shows.
  const columns = (sides.at(-1)?.model.columns ?? []).map((column, place) => ({
    ...(column.ref.kind === "nothing" ? (sides[0]?.model.columns[place] ?? column) : column),
    moments: distinct(sides.toReversed().flatMap(({ model }) => model.columns[place]?.moments ?? [])),
  }));
  return (
    <tr className={styles.lane}>
      <th scope="row" className={styles.head}>
        <span className={styles.label}>Feeling</span>
        {BANDS.map(({ word }) => (
          <span key={word} className={styles.word}>
            {word}
          </span>
        ))}
      </th>
      {columns.map((column, place) => (
        <td key={refText(column.ref)} className={styles.cell}>
          {place === 0 ? <Picture columns={columns.length} curves={curves ?? []} width={width} /> : null}
          {curves || column.ref.kind === "nothing" ? null : <Bone className={styles.bone} />}
          <button
            type="button"
            className={styles.button}
            aria-label={curves ? spoken(column, place, curves) : `${column.name}. What is felt is still loading.`}
            data-c={place}
            data-r={lane}
            data-ref={refText(column.ref)}
            tabIndex={-1}
            onClick={() => onSelect(refText(column.ref))}
          />
          <Unscored place={place} curves={curves ?? []} />
          <Pin column={column} place={place} lane={lane} />
        </td>
      ))}
    </tr>
  );
}

/** What is felt at a column, of all personas: points overlap, columns don't. */
export function spoken({ name }: Column, place: number, curves: readonly Curve[]): string {
  const felt = curves.map(({ persona, points, unscored, side }) => {
    const here = [
      ...points.filter(({ column }) => column === place).map(pointWords),
      ...unscored.filter(({ column }) => column === place).map(({ word }) => `${word} without a score`),
    ];
    return `${persona.name}${side ? ` ${side}` : ""}: ${here.length > 0 ? here.join(", then ") : "not recorded"}`;
  });
  return `${name}. ${felt.length > 0 ? felt.join(". ") : "No feeling recorded"}.`;
}

export function pointWords({ score: value, emotion, basis, lowest, anywhere }: Point): string {
  const words = [score(value), emotion, basis, anywhere ? "wherever this is used" : "", lowest ? "lowest point" : ""];
  return words.filter(Boolean).join(" ");
}

/** What is felt at a column and has no height. */
function Unscored({ place, curves }: { place: number; curves: readonly Curve[] }) {
  const here = curves.flatMap(({ unscored, place: hue }) =>
    unscored.filter(({ column }) => column === place).map(({ word }) => ({ word, hue })),
  );
  if (here.length === 0) return null;
  return (
    <span className={styles.unscored} title="No score is given" aria-hidden>
      {here.map(({ word, hue }) => (
        <span key={`${hue} ${word}`} style={{ borderColor: hueOf(hue) }}>
          {word}
        </span>
      ))}
    </span>
  );
}

function Pin({ column: { moments }, place, lane }: { column: Column; place: number; lane: number }) {
  const [first, ...more] = moments;
  if (!first) return null;
  return (
    <>
      <span className={styles.stem} aria-hidden />
      <Link
        to={address({ view: "trace", kind: "moment_of_truth", key: first.key })}
        className={styles.pin}
        title={moments.map(({ name }) => name).join("\n")}
        data-c={place}
        data-r={lane}
        data-moment
        tabIndex={-1}
      >
        <span className={styles.star}>
          <Star size={14} />
        </span>
        <span className={styles.pinName}>{first.name}</span>
        {more.length > 0 ? <span>+{more.length}</span> : null}
      </Link>
    </>
  );
}

function Picture({ columns, curves, width }: { columns: number; curves: readonly Curve[]; width: number }) {
  const whole = columns * width;
  return (
    <>
      <div className={styles.picture} style={{ width: whole }} aria-hidden>
        <svg width={whole} height={FEELING.height}>
          <Zones whole={whole} />
          {curves.map((curve) => (
            <CurveLines key={keyOf(curve)} curve={curve} width={width} />
          ))}
          {curves.map((curve) => (
            <CurvePoints key={keyOf(curve)} curve={curve} width={width} />
          ))}
        </svg>
      </div>
      <div className={`${styles.picture} ${styles.words}`} style={{ width: whole }} aria-hidden>
        {labels(curves, width, whole).map(({ key, place, side, x, y, point }) => (
          <span key={key} className={styles.lowest} style={{ left: x, top: y, borderColor: hueOf(place) }}>
            {side ? `${side} ` : ""}▾ <b>{score(point.score)}</b> {point.emotion}
          </span>
        ))}
        {curves.map((curve) => (
          <Name key={keyOf(curve)} curve={curve} width={width} />
        ))}
      </div>
    </>
  );
}

/** The five bands behind the curves, and the middle. */
export function Zones({ whole }: { whole: number }) {
  return (
    <>
      {BANDS.map(({ token }, place) => (
        <rect
          key={token}
          y={FEELING.top + place * FEELING.band}
          width={whole}
          height={FEELING.band}
          fill={`var(--${token}-zone)`}
        />
      ))}
      <line x2={whole} y1={heightOf(0)} y2={heightOf(0)} stroke="var(--line2)" strokeWidth={1} />
    </>
  );
}

export function keyOf({ persona, side }: Curve): string {
  return `${persona.key} ${side ?? ""}`;
}

export function CurveLines({ curve, width }: { curve: Curve; width: number }) {
  const { place, side } = curve;
  const { lines, bridges } = paths(curve, (at) => at * width, heightOf);
  return (
    <g fill="none" stroke={hueOf(place)}>
      {bridges.map((path) => (
        <path key={path} d={path} strokeWidth={1.75} strokeDasharray="0.1 4.5" strokeLinecap="round" />
      ))}
      {lines.map((path) => (
        <path key={path} d={path} strokeWidth={side === "before" ? 1.25 : 2.25} strokeDasharray={dashOf(place)} />
      ))}
      {curve.spans.map(({ key, first, last, score: value }) => (
        <path
          key={key}
          d={`M${first * width + 8} ${heightOf(value)}H${(last + 1) * width - 8}`}
          strokeWidth={1.25}
          strokeDasharray={dashOf(place)}
        />
      ))}
      {curve.disputed.map((column) => {
        const heights = curve.points.filter((point) => point.at === column + 0.5).map((point) => heightOf(point.score));
        return <path key={column} d={`M${(column + 0.5) * width} ${Math.min(...heights)}V${Math.max(...heights)}`} strokeWidth={1} />;
      })}
    </g>
  );
}

/** More points than these in one column are drawn smaller. */
const CROWD = 4;

export function CurvePoints({ curve, width }: { curve: Curve; width: number }) {
  const { place, side } = curve;
  const crowd = Map.groupBy(curve.points, ({ column }) => column);
  return curve.points.map(({ key, at, column, score: value, basis, main }) => (
    <Marker
      key={key}
      place={place}
      x={at * width}
      y={heightOf(value)}
      size={main && side !== "before" && (crowd.get(column)?.length ?? 0) <= CROWD ? 5 : 3}
      fill={basis === "measured" ? hueOf(place) : "var(--surface)"}
      dotted={basis === "inferred"}
    />
  ));
}

/** The persona's name at the end of the line, where it is short enough. */
function Name({ curve: { persona, place, side, segments }, width }: { curve: Curve; width: number }) {
  const end = segments.at(-1)?.at(-1);
  if (!end || side || persona.name.length > 12) return null;
  return (
    <span className={styles.name} style={{ left: end.at * width + 10, top: heightOf(end.score) - 8, color: hueOf(place) }}>
      {persona.name}
    </span>
  );
}
