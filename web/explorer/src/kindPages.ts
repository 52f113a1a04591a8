import { type Asked, useAsk } from "./api/ask.ts";
import type { Operation } from "./api/operation.ts";
import { KindPages } from "./kindPages.graphql.ts";

/** Pages of all nodes of a kind, asked for by the field that the API has for it. */

export interface KindPage {
  readonly all: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: { readonly key: string; readonly name: string } }[];
  };
}

interface Options {
  first: number;
  after?: string;
  enabled?: boolean;
}

/** A page of a kind, in the order of keys. */
export function useKindPage(kind: string, { first, after = "", enabled = true }: Options): Asked<KindPage> {
  const pages = useAsk(KindPages, {}, { enabled });
  const connection = pages.data?.kinds.find((one) => one.kind === kind.toUpperCase())?.connection;
  return useAsk(
    pageOf(connection ?? ""),
    { first, after: after || null },
    { enabled: enabled && connection !== undefined, keep: true },
  );
}

function pageOf(connection: string): Operation<KindPage, { first: number; after: string | null }> {
  return {
    name: `Page of ${connection}`,
    text: `query Page($first: Int!, $after: String) {
  all: ${connection}(first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { key name } }
  }
}`,
  };
}
