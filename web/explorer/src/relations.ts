import type { ModelQuery } from "./model.graphql.ts";
import { capitalised } from "./words.ts";

/** What relationships are called, from either side. */

export type Relationship = ModelQuery["relationships"][number];
export type Way = "FORWARD" | "BACKWARD";

/** What a node of a kind calls its neighbours of another kind: `painPoints` as "Pain points". */
export function relationName(known: readonly Relationship[], type: string, way: Way, own: string, other: string): string {
  const [start, end] = way === "FORWARD" ? [own, other] : [other, own];
  const found = known.find(
    (one) => one.type === type && includes(one.starts, start) && includes(one.ends, end),
  );
  return words(found ? (way === "FORWARD" ? found.forward : found.backward) : type.toLowerCase());
}

function includes(kinds: readonly string[], kind: string): boolean {
  return kinds.some((one) => one.toLowerCase() === kind.toLowerCase());
}

/** A name in camel or snake case as a person reads it: `customerKind` as "Customer kind". */
export function words(name: string): string {
  return capitalised(name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase());
}
