import { ArrowUpRight, Check, type LucideIcon, Trash2, Wrench } from "lucide-react";
import { memo, useMemo, useRef } from "react";
import { refText } from "../../addresses.ts";
import { Hidden } from "../../parts/Hidden.tsx";
import { Star } from "../../parts/marks.tsx";
import { ChannelLane } from "./ChannelLane.tsx";
import { LaneCell, Part } from "./cells.tsx";
import { channelIcon } from "./channelIcon.ts";
import type { Curve } from "./curve.ts";
import { FeelingLane } from "./FeelingLane.tsx";
import { backings, type Cell, LANES, type Lane } from "./lanes.ts";
import styles from "./MapTable.module.css";
import type { Column, MapModel } from "./model.ts";
import { Overview } from "./Overview.tsx";
import { COLUMN } from "./scale.ts";
import { useRoving } from "./useRoving.ts";
import { useShownGroups } from "./useShownGroups.ts";
import { useWidth } from "./useWidth.ts";

interface Props {
  name: string;
  model: MapModel;
  curves: readonly Curve[];
  /** What stands in a column's cells; undefined where it is not known yet. */
  cells: readonly (Cell | undefined)[];
  lanes: readonly Lane[];
  /** The selected reference. */
  selected: string;
  onSelect: (ref: string) => void;
  onOpen: (column: Column) => void;
  /** Told when other groups come near the window. */
  table: React.RefObject<HTMLTableElement | null>;
}

/** The map: one native table, whose first lanes stay in sight. */
export const MapTable = memo(function MapTable({ name, model, curves, cells, lanes, selected, onSelect, onOpen, table }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const room = useWidth(scroller);
  const lane = room > 0 && room < 720 ? 96 : 150;
  const width = Math.max(COLUMN, (room - lane) / Math.max(model.columns.length, 1));
  const [from, to] = useShownGroups(scroller, model, width);
  useRoving(table);
  const shown = (column: Column) => column.group >= from && column.group <= to;
  const personas = useMemo(() => curves.map(({ persona }) => persona.key), [curves]);
  const starts = new Set(model.groups.map(({ first }) => first));
  const whole = lane + width * model.columns.length;

  return (
    <div className={styles.map} style={{ "--lane": `${lane}px`, "--column": `${width}px` } as React.CSSProperties}>
      <Overview model={model} curves={curves} scroller={scroller} width={width} />
      <div ref={scroller} className={styles.scroller}>
        <table ref={table} role="grid" aria-label={`Map of ${name}`} className={styles.table} style={{ width: whole }}>
          <colgroup>
            <col className={styles.laneColumn} />
            <col span={model.columns.length} className={styles.column} />
          </colgroup>
          <thead>
            <tr className={styles.groups}>
              <th scope="row">{model.zoom === "phase" ? "Phase" : "Stage"}</th>
              {model.groups.map(({ ref, name: group, size }, place) => (
                <th key={refText(ref)} scope="colgroup" colSpan={size} className={styles.begins}>
                  <span className={styles.group}>
                    <span className={styles.number}>{place + 1}</span> {group}
                  </span>
                </th>
              ))}
            </tr>
            <tr className={styles.steps}>
              <th scope="row">{HEADS[model.zoom]}</th>
              {model.columns.map((column, place) => (
                <ColumnHead
                  key={refText(column.ref)}
                  column={column}
                  place={place}
                  begins={starts.has(place)}
                  selected={selected === refText(column.ref)}
                  onOpen={onOpen}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            <FeelingLane model={model} curves={curves} width={width} lane={1} onSelect={onSelect} />
            {lanes.map((kind, number) => {
              const at = number + 2;
              if (kind === "channel") {
                return <ChannelLane key={kind} model={model} width={width} lane={at} onSelect={onSelect} />;
              }
              return (
                <tr key={kind} className={styles[kind]}>
                  <th scope="row">{LANES[kind]}</th>
                  {kind === "backstage" ? (
                    <Backstage cells={cells} lane={at} starts={starts} onSelect={onSelect} />
                  ) : (
                    model.columns.map((column, place) => (
                      <td key={refText(column.ref)} className={starts.has(place) ? styles.begins : undefined}>
                        {shown(column) ? (
                          <LaneCell
                            kind={kind}
                            of={column}
                            cell={cells[place]}
                            personas={personas}
                            at={{ column: place, lane: at, onSelect }}
                          />
                        ) : null}
                      </td>
                    ))
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
});

const HEADS = { phase: "Journey", journey: "Step", micro: "Moment" };

const VERDICTS: Record<string, LucideIcon> = { keep: Check, improve: Wrench, skip: ArrowUpRight, remove: Trash2 };

function ColumnHead({ column, place, begins, selected, onOpen }: {
  column: Column;
  place: number;
  begins: boolean;
  selected: boolean;
  onOpen: (column: Column) => void;
}) {
  const { ref, name, below, channels, moments, verdict } = column;
  const Icon = channels[0] ? channelIcon(channels[0].name) : undefined;
  const Verdict = verdict ? VERDICTS[verdict] : undefined;
  return (
    <th
      scope="col"
      className={`${begins ? styles.begins : ""} ${moments.length > 0 ? styles.decides : ""}`}
      aria-selected={selected || undefined}
    >
      <button
        type="button"
        className={styles.step}
        data-c={place}
        data-r={0}
        data-ref={refText(ref)}
        tabIndex={-1}
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
        </span>
        <span className={styles.name}>{name}</span>
        {below ? <span className={styles.below}>{below}</span> : null}
        {moments.length > 0 ? <Hidden>, moment of truth: {moments.map((moment) => moment.name).join(", ")}</Hidden> : null}
      </button>
    </th>
  );
}

function Backstage({ cells, lane, starts, onSelect }: {
  cells: Props["cells"];
  lane: number;
  starts: ReadonlySet<number>;
  onSelect: (ref: string) => void;
}) {
  return backings(cells).map(({ first, size, behind }) => (
    <td key={first} colSpan={size} className={starts.has(first) ? styles.begins : undefined}>
      {behind.length > 0 ? (
        <span className={styles.behind}>
          {behind.map(({ kind, key, name }) => (
            <Part key={key} column={first} lane={lane} refText={`${kind}:${key}`} onSelect={onSelect} className={styles.who}>
              {name}
            </Part>
          ))}
        </span>
      ) : null}
    </td>
  ));
}
