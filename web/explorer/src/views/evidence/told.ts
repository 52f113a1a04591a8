import type { Ref } from "../../addresses.ts";
import type { FeltFragment, MeasuredFragment, NodeEvidenceQuery } from "./evidence.graphql.ts";

type Node = NonNullable<NodeEvidenceQuery["nodeByKey"]>;

interface Connection<T> {
  readonly edges: readonly { readonly node: T }[];
}

/** A place as a map counts it: with what lies in it, what it happens at, and what hurts there. */
interface Place extends Ref {
  readonly feelings?: Connection<FeltFragment>;
  readonly readings?: Connection<MeasuredFragment>;
  readonly painPoints?: Connection<Ref>;
  readonly at?: Connection<Place>;
  readonly microMoments?: Connection<Place>;
  readonly step?: Place | null;
}

export interface Told {
  readonly felt: readonly FeltFragment[];
  readonly measured: readonly MeasuredFragment[];
  /** What else there may be evidence for: other places, pain points, feelings. */
  readonly others: readonly Ref[];
}

/** All that is felt and measured at a node and at what belongs to it, and what belongs to it. */
export function toldAt(node: Node): Told {
  const places = within(node);
  const felt = distinct(places.flatMap(({ feelings }) => nodes(feelings)));
  const others = [...places.slice(1), ...places.flatMap(({ painPoints }) => nodes(painPoints)), ...(places.length > 1 ? felt : [])];
  return {
    felt: "persona" in node ? [node] : felt,
    measured: "metric" in node ? [node] : distinct(places.flatMap(({ readings }) => nodes(readings))),
    others: distinct(others.map(({ kind, key }) => ({ kind: kind.toLowerCase(), key }))),
  };
}

function within(place: Place): Place[] {
  return [place, ...[...nodes(place.at), ...nodes(place.microMoments), ...(place.step ? [place.step] : [])].flatMap(within)];
}

function nodes<T>(connection: Connection<T> | undefined): readonly T[] {
  return connection?.edges.map(({ node }) => node) ?? [];
}

function distinct<T extends { readonly kind?: string; readonly key: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [`${one.kind}:${one.key}`, one])).values()];
}
