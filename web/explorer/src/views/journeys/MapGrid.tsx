import type { ReactNode, RefObject } from "react";
import { refText } from "../../addresses.ts";
import { ChannelLane } from "./ChannelLane.tsx";
import { LaneCell, Part } from "./cells.tsx";
import { ColumnHead } from "./ColumnHead.tsx";
import type { Pair } from "./comparison.ts";
import type { Curve } from "./curve.ts";
import { FeelingLane } from "./FeelingLane.tsx";
import { backings, type Cell, type Lane, laneName } from "./lanes.ts";
import { Bone } from "../../states/Skeleton.tsx";
import styles from "./MapGrid.module.css";
import type { Column, Journey, MapModel } from "./model.ts";

/** One journey's side of the map; where two are compared, there are two. */
export interface Side {
  /** What stands beside the lane's name, such as `before`; undefined where there is only one. */
  readonly word?: "before" | "after";
  /** The journey, where two are compared. */
  readonly of?: Pick<Journey, "name" | "state">;
  readonly model: MapModel;
  readonly cells: readonly (Cell | undefined)[];
}

export interface GridProps {
  name: string;
  sides: readonly Side[];
  /** Curves of all sides, over the same columns; undefined until it is known what is felt. */
  curves: readonly Curve[] | undefined;
  pairs?: readonly Pair[] | undefined;
  lanes: readonly Lane[];
  /** The width of a column in pixels. */
  width: number;
  /** The width of the first column, with the names of the lanes. */
  lane: number;
  selected: string;
  onSelect: (ref: string) => void;
  onOpen: (column: Column) => void;
  table?: RefObject<HTMLTableElement | null>;
  /** Whether the lanes of a group are filled. */
  filled?: (group: number) => boolean;
}

/** What a column is called. */
export const HEADS = { phase: "Journey", journey: "Step", micro: "Moment" };

/** The map as one native table. */
export function MapGrid(props: GridProps) {
  const { name, sides, curves, pairs, lanes, width, lane, table, onSelect, filled = () => true } = props;
  const model = sides[0]?.model;
  if (!model) return null;
  const places = new Map((curves ?? []).map(({ persona, place }) => [persona.key, place]));
  const starts = new Set(model.groups.map(({ first }) => first));
  const whole = lane + width * model.columns.length;
  const rows = rowsOf(lanes, sides);

  return (
    <table ref={table} role="grid" aria-label={`Map of ${name}`} className={styles.table} style={{ width: whole }}>
      <colgroup>
        <col className={styles.laneColumn} />
        <col span={model.columns.length} className={styles.column} />
      </colgroup>
      <thead>
        <tr className={styles.groups}>
          <th scope="row">{model.zoom === "phase" ? "Phase" : "Stage"}</th>
          {model.groups.map(({ ref, name: group, size, first }, place) => (
            <th key={`${refText(ref)}/${first}`} scope="colgroup" colSpan={size} className={styles.begins}>
              <span className={styles.group}>
                <span className={styles.number}>{place + 1}</span> {group}
              </span>
            </th>
          ))}
        </tr>
        {sides.map((side, number) => (
          <tr key={side.word ?? ""} className={number === 0 ? styles.steps : `${styles.steps} ${styles.second}`}>
            <th scope="row">
              {HEADS[model.zoom]}
              <SideWord>{side.word}</SideWord>
            </th>
            {side.model.columns.map((column, place) => (
              <ColumnHead
                key={refText(column.ref)}
                column={column}
                place={place}
                row={number}
                begins={starts.has(place)}
                selected={props.selected === refText(column.ref)}
                pair={pairs && number === sides.length - 1 ? pairs[place] : undefined}
                onOpen={props.onOpen}
              />
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        <FeelingLane sides={sides} curves={curves} width={width} lane={sides.length} onSelect={onSelect} />
        {rows.map(({ kind, side }, number) => {
          const at = number + sides.length + 1;
          const key = `${kind} ${side.word ?? ""}`;
          if (kind === "channel") {
            return (
              <ChannelLane key={key} word={side.word} model={side.model} width={width} lane={at} onSelect={onSelect} />
            );
          }
          const head = (
            <th scope="row">
              {laneName(kind, model.zoom)}
              <SideWord>{side.word}</SideWord>
            </th>
          );
          if (isEmpty(kind, side)) {
            return (
              <tr key={key} className={styles[kind]}>
                {head}
                <td colSpan={model.columns.length} className={styles.nothing}>
                  None recorded
                </td>
              </tr>
            );
          }
          return (
            <tr key={key} className={styles[kind]}>
              {head}
              {kind === "backstage" ? (
                <Backstage cells={side.cells} lane={at} starts={starts} onSelect={onSelect} />
              ) : (
                side.model.columns.map((column, place) => (
                  <td key={refText(column.ref)} className={starts.has(place) ? styles.begins : undefined}>
                    {filled(column.group) ? (
                      <LaneCell
                        kind={kind}
                        of={column}
                        cell={side.cells[place]}
                        places={places}
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
  );
}

/** The rows below the curve: each lane once for each side, before above after. */
function rowsOf(lanes: readonly Lane[], sides: readonly Side[]): { kind: Lane; side: Side }[] {
  return lanes.flatMap((kind) => sides.map((side) => ({ kind, side })));
}

function SideWord({ children }: { children: ReactNode }) {
  return children ? <span className={styles.word}>{children}</span> : null;
}

/** Whether all columns are known, and none has anything in a lane. */
function isEmpty(kind: Exclude<Lane, "channel">, { model, cells }: Side): boolean {
  if (kind === "micro") return model.columns.every(({ inside, description }) => inside.length === 0 && !description);
  if (kind === "evidence") return false;
  const field = ({ pains: "pains", backstage: "behind", metrics: "metrics", ideas: "ideas" } as const)[kind];
  return cells.length > 0 && cells.every((cell) => cell && cell[field].length === 0);
}

function Backstage({ cells, lane, starts, onSelect }: {
  cells: Side["cells"];
  lane: number;
  starts: ReadonlySet<number>;
  onSelect: (ref: string) => void;
}) {
  return backings(cells).map(({ first, size, behind }) => (
    <td key={first} colSpan={size} className={starts.has(first) ? styles.begins : undefined}>
      {behind === undefined ? <Bone /> : null}
      {behind && behind.length > 0 ? (
        <span className={styles.behind}>
          {behind.map(({ kind, key, name }) => (
            <Part key={key} column={first} size={size} lane={lane} refText={`${kind}:${key}`} onSelect={onSelect} className={styles.who}>
              {name}
            </Part>
          ))}
        </span>
      ) : null}
    </td>
  ));
}
