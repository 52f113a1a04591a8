import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema.d.ts";

/** Reads an operation, and works out from the schema what it takes and what it gives. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Date: string; DateTime: string; JSON: unknown };
}>();

export type { ResultOf, VariablesOf } from "gql.tada";
