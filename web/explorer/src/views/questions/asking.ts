import type { Operation } from "../../api/operation.ts";
import type { QuestionQuery } from "./questions.graphql.ts";
import { ASKS, type Field, TYPES } from "./rows.graphql.ts";

/** Asking a question of the library: its parameters from and to an address, and the query that asks it. */

export type Question = NonNullable<QuestionQuery["question"]>;
export type Parameter = Question["parameters"][number];
export type Row = Readonly<Record<string, unknown>>;

/** What a parameter takes, as JSON Schema says it. */
export interface Takes {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The kind of node whose keys it takes; `*` for references to any. */
  readonly "x-kind"?: string;
  readonly anyOf?: readonly Takes[];
}

export type Given = Readonly<Record<string, unknown>>;

export interface Answered {
  readonly answer: {
    readonly rows: readonly Row[];
    readonly complete: boolean;
    readonly totalCount: number;
    readonly restsOn: {
      readonly claims: number;
      readonly stated: number;
      readonly inferred: number;
      readonly measured: number;
      readonly sources: readonly { readonly key: string; readonly claims: number }[];
      readonly datasets: readonly { readonly key: string; readonly claims: number }[];
    };
    readonly asked: { readonly cypher: string; readonly parameters: string };
  };
}

export function takes(parameter: Parameter): Takes {
  const schema = parameter.schema as Takes;
  // One that can be left out says so as a choice between a type and null.
  const real = schema.anyOf?.find(({ type }) => type !== "null");
  return real ? { ...schema, ...real } : schema;
}

/** Whether a parameter takes several values. */
export function isSeveral(parameter: Parameter): boolean {
  return takes(parameter).type === "array";
}

/** What an address gives for a question's parameters, and what in it makes no sense. */
export function readGiven(question: Question, search: string): { given: Given; ignored: string[] } {
  const given: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [name, text] of new URLSearchParams(search)) {
    if (name === "as" || name === "sel") continue;
    const parameter = question.parameters.find((one) => one.name === name);
    const value = parameter ? read(takes(parameter), text) : undefined;
    if (value === undefined) ignored.push(parameter ? `${name}=${text}` : name);
    else given[name] = value;
  }
  return { given, ignored };
}

function read(schema: Takes, text: string): unknown {
  switch (schema.type) {
    case "array": {
      const words = text.split(",").map((word) => word.trim()).filter(Boolean);
      const known = schema.items?.enum;
      return words.length > 0 && words.every((word) => !known || known.includes(word)) ? words : undefined;
    }
    case "integer":
    case "number": {
      const value = Number(text);
      const fits = text.trim() !== "" && value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
      return fits && (schema.type === "number" || Number.isInteger(value)) ? value : undefined;
    }
    case "boolean":
      return text === "yes" ? true : text === "no" ? false : undefined;
    default:
      return text !== "" && (!schema.enum || schema.enum.includes(text)) ? text : undefined;
  }
}

/** A value as an address holds it; empty for the default. */
export function writeGiven(parameter: Parameter, value: unknown): string {
  const { default: initial } = takes(parameter);
  if (value === undefined || value === "" || JSON.stringify(value) === JSON.stringify(initial)) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** The parameters without which the question can't be asked and which are not given. */
export function missing(question: Question, given: Given): Parameter[] {
  return question.parameters.filter(({ name, required }) => required && given[name] === undefined);
}

/** What asks the question with what is given, in GraphQL. */
export function askOperation(question: Question, given: Given): Operation<Answered, Record<string, unknown>> {
  const ask = ASKS[question.field];
  const names = Object.keys(given).filter((name) => ask?.given[name]);
  const declared = names.map((name) => `$${name}: ${ask?.given[name]?.type}`).join(", ");
  const passed = names.map((name) => `${name}: $${name}`).join(", ");
  return {
    name: `Ask ${question.id}`,
    text: `query${declared ? ` (${declared})` : ""} {
  answer: ${question.field}${passed ? `(${passed})` : ""} {
    rows ${selection(ask?.row ?? "", 2)}
    complete
    totalCount
    restsOn {
      claims
      stated
      inferred
      measured
      sources { key claims }
      datasets { key claims }
    }
    asked { cypher parameters }
  }
}
`,
  };
}

/** What is given, as GraphQL takes it: the words of a closed vocabulary are in capitals there. */
export function variables(question: Question, given: Given): Record<string, unknown> {
  const capital = (word: unknown) => String(word).toUpperCase().replaceAll("-", "_");
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (!ASKS[question.field]?.given[name]?.choice) return [name, value];
      return [name, Array.isArray(value) ? value.map(capital) : capital(value)];
    }),
  );
}

/** All fields of a type, and of its parts. */
function selection(type: string, depth: number): string {
  const inner = "  ".repeat(depth + 1);
  const fields = Object.entries(TYPES[type] ?? {}).map(([name, field]) =>
    TYPES[field.type] ? `${inner}${name} ${selection(field.type, depth + 1)}` : `${inner}${name}`,
  );
  return `{\n${fields.join("\n")}\n${"  ".repeat(depth)}}`;
}

/** The columns of a question's rows, in their order. */
export function columns(question: Question): [string, Field][] {
  return Object.entries(TYPES[ASKS[question.field]?.row ?? ""] ?? {});
}
