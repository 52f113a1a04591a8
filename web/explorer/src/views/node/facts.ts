import type { Operation } from "../../api/operation.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { words } from "../../relations.ts";
import { day } from "../../words.ts";
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

/** The properties in an answer, but for what a page begins with; the key is what files name it by. */
export function factsOf(kind: string, node: Readonly<Record<string, unknown>>): Fact[] {
  const properties = (PROPERTIES[kind]?.properties ?? []).filter((name) => !ELSEWHERE.has(name));
  const facts = properties.map((name) => ({ name: name === "n" ? "Answers or cases" : words(name), values: valuesOf(node[name]) }));
  // A fact's key is made of what it says, and stands in no file.
  return "source" in node ? facts : [...facts, { name: "Key in files", values: valuesOf(node.key) }];
}

/** What the page begins with, and what its evidence tells. */
const ELSEWHERE = new Set(["description", "source", "basis", "locator", "quotes"]);

function valuesOf(value: unknown): string[] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (typeof value === "boolean") return [value ? "yes" : "no"];
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return [day(text)];
  // A word of a closed vocabulary.
  return [/^[A-Z]+(_[A-Z]+)*$/.test(text) ? words(text) : text];
}
