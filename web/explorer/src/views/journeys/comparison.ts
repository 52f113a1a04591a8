import type { ComparedQuery } from "./compared.graphql.ts";
import { type Column, emptyColumn, type Group, inOrder, type MapModel } from "./model.ts";

/** Two journeys, column by column: steps that take each other's place stand in one column. */

export type Mark = "added" | "removed" | "changed" | "same";

export interface Pair {
  readonly mark: Mark;
  /** In which ways the two differ, in words. */
  readonly differences: readonly string[];
}

export interface Comparison {
  readonly before: MapModel;
  readonly after: MapModel;
  readonly pairs: readonly Pair[];
}

type Row = ComparedQuery["asIsAndToBe"]["rows"][number];

const MARKS: Record<Row["change"], Mark> = { UNCHANGED: "same", CHANGED: "changed", ADDED: "added", REMOVED: "removed" };

/** Compare two maps along the rows that say which step takes the place of which. */
export function comparison(before: MapModel, after: MapModel, rows: readonly Row[], changesOnly: boolean): Comparison {
  const kept = inPlace(before, rows).filter(({ change }) => !changesOnly || change !== "UNCHANGED");
  const names = kept.map((row) => groupName(row));
  const starts = [...names.keys()].filter((place) => names[place] !== names[place - 1]);
  const groups: Group[] = starts.map((first, number) => ({
    ref: { kind: "stage", key: kept[first]?.after?.stage.key ?? kept[first]?.before?.stage.key ?? "" },
    name: names[first] ?? "",
    first,
    size: (starts[number + 1] ?? kept.length) - first,
  }));
  const groupAt = (place: number) => groups.findLastIndex(({ first }) => first <= place);
  const side = (model: MapModel, which: "before" | "after"): MapModel => {
    const columns = kept.map((row, place) => {
      const step = row[which]?.step.key;
      const found = model.columns.find(({ ref }) => ref.key === step);
      return { ...(found ?? nothing(`${which}-${place}`)), group: groupAt(place) };
    });
    return { zoom: "journey", groups, columns, channels: inOrder(columns) };
  };
  return {
    before: side(before, "before"),
    after: side(after, "after"),
    pairs: kept.map(({ change, differences }) => ({ mark: MARKS[change], differences: differences.map(words) })),
  };
}

/** The rows in the order of the journey after, with what falls away where it was before. */
function inPlace(before: MapModel, rows: readonly Row[]): Row[] {
  const placed = rows.filter(({ change }) => change !== "REMOVED");
  const order = new Map(before.columns.map(({ ref }, place) => [ref.key, place]));
  const at = ({ before: side }: Row) => (side ? (order.get(side.step.key) ?? -1) : -1);
  for (const row of rows.filter(({ change }) => change === "REMOVED").toSorted((a, b) => at(a) - at(b))) {
    const behind = placed.findLastIndex((other) => other.before && at(other) < at(row));
    placed.splice(behind + 1, 0, row);
  }
  return placed;
}

function groupName({ before, after }: Row): string {
  const stage = after?.stage ?? before?.stage;
  return stage?.name ?? stage?.key ?? "";
}

function words(difference: string): string {
  return difference.toLowerCase().replaceAll("_", " ");
}

/** A place where one of the two has no step. */
function nothing(key: string): Column {
  return emptyColumn({ kind: "nothing", key }, "", 0);
}
