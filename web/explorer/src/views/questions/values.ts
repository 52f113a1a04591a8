import { calledAs } from "../../kinds.ts";
import { words } from "../../relations.ts";
import { number } from "../../words.ts";
import type { Field } from "./rows.graphql.ts";
import { TYPES } from "./rows.graphql.ts";

/** What stands in rows, by its type, and as plain text. */

export interface NodeValue {
  readonly kind: string;
  readonly key: string;
  readonly name: string | null;
}

export interface EvidenceValue {
  readonly claim: string;
  readonly start: string;
  readonly end: string | null;
  readonly source: string | null;
  readonly basis: "STATED" | "INFERRED" | "MEASURED";
}

/** What is shown for a value that is not recorded. */
export const UNKNOWN = "not recorded";

export const nodeName = calledAs;

/** A word of a closed vocabulary, a number or a text, as a person reads it. */
export function plain(value: unknown, type: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return number(value);
  const text = String(value);
  if (type === "String" || type === "ID" || type === "Date") return text;
  if (type === "DateTime") return text.slice(0, 16).replace("T", " ");
  return words(text);
}

/** A value of any type as plain text, for spreadsheets. */
export function flat(value: unknown, field: Field): string | number {
  if (Array.isArray(value)) return value.map((one) => String(flat(one, { ...field, list: false }))).join("; ");
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return value;
  if (field.type === "AnswerNode") return nodeName(value as NodeValue);
  if (field.type === "AnswerEvidence") {
    const { source, basis } = value as EvidenceValue;
    return `${source ?? "?"} (${basis.toLowerCase()})`;
  }
  const parts = TYPES[field.type];
  if (!parts) return plain(value, field.type);
  const of = value as Readonly<Record<string, unknown>>;
  return Object.entries(parts)
    .filter(([, part]) => part.type !== "AnswerEvidence")
    .map(([name, part]) => flat(of[name], part))
    .filter((text) => text !== "")
    .join(", ");
}
