import type { Basis } from "../../../parts/marks.tsx";
import { number } from "../../../words.ts";
import { strongest } from "../../evidence/words.ts";
import type { Row } from "../asking.ts";
import type { EvidenceValue, NodeValue } from "../values.ts";

/** Rows as pictures need them. The API's types say what stands where; a test draws every question on the sample. */

export const node = (row: Row, field: string) => (row[field] ?? undefined) as NodeValue | undefined;
export const num = (row: Row, field: string) => (row[field] ?? null) as number | null;
export const text = (row: Row, field: string) => (row[field] ?? undefined) as string | undefined;
export const rowsIn = (row: Row, field: string) => (row[field] ?? []) as readonly Row[];
export const nodesIn = (row: Row, field: string) => (row[field] ?? []) as readonly NodeValue[];

/** The nodes of a list of neighbours. */
export const neighbours = (row: Row, field: string) => rowsIn(row, field).flatMap((one) => node(one, "node") ?? []);

export function basisOf(row: Row): Basis {
  return strongest(rowsIn(row, "evidence") as unknown as readonly EvidenceValue[]) ?? "gap";
}

export const ref = ({ kind, key }: NodeValue) => `${kind}:${key}`;

/** Nodes, each once, in the order in which they come. */
export function once(nodes: readonly NodeValue[]): NodeValue[] {
  return [...new Map(nodes.map((one) => [ref(one), one])).values()];
}

export const percent = (share: number | null) => (share === null ? undefined : `${number(Math.round(share * 1000) / 10)} %`);
