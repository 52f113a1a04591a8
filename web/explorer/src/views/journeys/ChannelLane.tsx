import { refText } from "../../addresses.ts";
import { Hidden } from "../../parts/Hidden.tsx";
import styles from "./ChannelLane.module.css";
import type { MapModel } from "./model.ts";
import { railOf, railsOf, smooth } from "./scale.ts";

interface Props {
  /** Which side it is, where two are compared. */
  word?: string | undefined;
  model: MapModel;
  width: number;
  lane: number;
  onSelect: (ref: string) => void;
}

/** One rail for each channel, and one path along them. */
export function ChannelLane({ word, model, width, lane, onSelect }: Props) {
  const height = railsOf(model.channels.length);
  return (
    <tr style={{ height }}>
      <th scope="row" className={styles.head}>
        <span className={styles.label}>Channel{word ? <span className={styles.word}>{word}</span> : null}</span>
        {model.channels.map(({ key, name }) => (
          <span key={key} className={styles.name} title={name}>
            {name}
          </span>
        ))}
      </th>
      {model.columns.map(({ ref, channels }, place) => (
        <td key={refText(ref)} className={styles.cell}>
          {place === 0 ? <Rails model={model} width={width} height={height} /> : null}
          {channels.length > 0 ? (
            <button
              type="button"
              className={styles.button}
              data-c={place}
              data-r={lane}
              data-ref={`channel:${channels[0]?.key}`}
              tabIndex={-1}
              onClick={() => onSelect(`channel:${channels[0]?.key}`)}
            >
              <Hidden>{channels.map(({ name }) => name).join(", ")}</Hidden>
            </button>
          ) : (
            <Hidden>no channel recorded</Hidden>
          )}
        </td>
      ))}
    </tr>
  );
}

/** A rail for each channel, and the path along them. */
export function Rails({ model: { zoom, columns, channels }, width, height }: { model: MapModel; width: number; height: number }) {
  const rail = new Map(channels.map(({ key }, place) => [key, railOf(place)]));
  const stops = columns.map((column, place) => ({
    x: (place + 0.5) * width,
    ys: column.channels.map(({ key }) => rail.get(key) ?? 0),
  }));
  const runs: [number, number][][] = [[]];
  for (const { x, ys } of stops) {
    const [y] = ys;
    if (y === undefined) runs.push([]);
    else runs.at(-1)?.push([x, y]);
  }
  return (
    <svg className={styles.rails} width={columns.length * width} height={height} fill="none" aria-hidden>
      {channels.map(({ key }) => (
        <line key={key} x2={columns.length * width} y1={rail.get(key)} y2={rail.get(key)} stroke="var(--line)" />
      ))}
      {runs.map((run) => (run.length > 1 && zoom !== "phase" ? <path key={run[0]?.[0]} d={smooth(run)} stroke="var(--ink2)" strokeWidth={1.75} /> : null))}
      {stops.map(({ x, ys }) => (
        <g key={x} stroke="var(--ink2)" fill="var(--surface)">
          {ys.length > 1 ? <line x1={x} x2={x} y1={Math.min(...ys)} y2={Math.max(...ys)} strokeDasharray="2 2" /> : null}
          {ys.map((y, number) => (
            <circle key={y} cx={x} cy={y} r={number === 0 ? 4.5 : 3.5} strokeWidth={1.75} />
          ))}
        </g>
      ))}
    </svg>
  );
}
