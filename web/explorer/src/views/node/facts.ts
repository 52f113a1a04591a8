import type { Operation } from "../../api/operation.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { words } from "../../relations.ts";
import { PROPERTIES } from "./properties.graphql.ts";

/** A property of a node, as a person reads it. */
export interface Fact {
  readonly name: string;
  /** Empty: not recorded. */
  readonly values: readonly string[];
}

export interface Known {
  readonly node: (Readonly<Record<string, unknown>> & { readonly key: string; readonly name: string }) | null;
}

/** What asks for all properties of a node of a kind. */
export function factsOperation(kind: string): Operation<Known, { kind: Kind; key: string }> {
  const { type = "", properties = [] } = PROPERTIES[kind] ?? {};
  return {
    name: `Facts ${kind}`,
    text: `query Facts($kind: Kind!, $key: String!) {
  node: nodeByKey(kind: $kind, key: $key) {
    key
    name
    ... on ${type} { ${["__typename", ...properties].join(" ")} }
  }
}`,
  };
}

/** The properties in an answer. */
export function factsOf(kind: string, node: Readonly<Record<string, unknown>>): Fact[] {
  return (PROPERTIES[kind]?.properties ?? []).map((name) => ({ name: words(name), values: valuesOf(node[name]) }));
}

function valuesOf(value: unknown): string[] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (typeof value === "boolean") return [value ? "yes" : "no"];
  const text = String(value);
  // A word of a closed vocabulary.
  return [/^[A-Z]+(_[A-Z]+)*$/.test(text) ? words(text) : text];
}
