import type { MapModel } from "./model.ts";

/** How many columns fit a sheet of A3. */
const ON_A_SHEET = 14;

/** The first and behind the last column of each sheet: as many whole stages as fit, a longer one cut. */
export function sheets({ groups, columns }: Pick<MapModel, "groups" | "columns">): [number, number][] {
  const cuts: [number, number][] = [];
  let from = 0;
  for (const { first, size } of groups) {
    const end = first + size;
    if (end - from <= ON_A_SHEET) continue;
    if (first > from) cuts.push([from, first]);
    from = first;
    while (end - from > ON_A_SHEET) {
      cuts.push([from, from + ON_A_SHEET]);
      from += ON_A_SHEET;
    }
  }
  if (from < columns.length) cuts.push([from, columns.length]);
  return cuts;
}
