import { useQueries } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { Around, HowMuch, LinesAmong } from "./graph.graphql.ts";
import { FIRST, type Line, linesOf, MORE, nodesOf, type Place, readOpened, settle, type Shown } from "./network.ts";

export interface Network {
  readonly nodes: readonly Shown[];
  readonly lines: readonly Line[];
  readonly places: ReadonlyMap<string, Place>;
  /** How many neighbours the root has in all. */
  readonly total: number;
  /** How many nodes were asked for and left out, as there are too many. */
  readonly left: number;
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
}

interface Filters {
  readonly open: readonly string[];
  readonly kinds: readonly string[];
  readonly bases: readonly string[];
}

const BASES: Record<string, "STATED" | "INFERRED" | "MEASURED"> = { stated: "STATED", inferred: "INFERRED", measured: "MEASURED" };

/**
 * What is shown around a node; undefined until all of it is there, so that the picture does not jump. While more is asked
 * for, what was shown stays, and with it the place of who goes through it by keys.
 */
export function useNetwork(root: Ref, { open, kinds, bases }: Filters) {
  const id = refText(root);
  const much = useAsk(HowMuch, { nodes: [id] });
  const given = bases.flatMap((basis) => BASES[basis] ?? []);
  const asks = [
    { nodes: [id], kinds: [...kinds], bases: given, limit: FIRST - 1 },
    ...open.map(readOpened).map(({ node, kind }) => ({
      nodes: [node],
      kinds: kind ? [kind] : [...kinds],
      bases: given,
      limit: MORE,
    })),
  ];
  const around = useQueries({
    queries: asks.map((variables) => ({
      queryKey: [Around.name, variables],
      queryFn: ({ signal }: { signal: AbortSignal }) => send(Around, variables, signal),
    })),
    combine: (results) => ({
      answers: results.flatMap(({ data }) => (data ? [data.neighbours.rows] : [])),
      pending: results.some(({ data }) => data === undefined),
      failure: results.map(({ data, error, failureReason }) => (data ? undefined : (error ?? failureReason))).find(Boolean) as
        | Failure
        | undefined,
    }),
  });
  const rows = much.data?.neighbourhood.rows;
  const chosen = useMemo(() => {
    if (!rows || around.pending) return undefined;
    const self = rows[0]?.node;
    const total = rows.reduce((sum, { neighbours }) => sum + neighbours, 0);
    const shown = { id, kind: root.kind, key: root.key, name: self?.name ?? root.key, degree: total };
    const byKind = Map.groupBy(rows, ({ kind }) => kind);
    return {
      ...nodesOf(shown, around.answers),
      total,
      kinds: [...byKind].map(([kind, own]) => ({ kind, count: own.reduce((sum, { neighbours }) => sum + neighbours, 0) })),
    };
  }, [rows, around.pending, around.answers, id, root.kind, root.key]);
  const refs = chosen?.nodes.map((node) => node.id) ?? [id];
  const among = useAsk(LinesAmong, { nodes: refs }, { enabled: chosen !== undefined, keep: true });
  const settled = useRef<ReadonlyMap<string, Place>>(new Map());
  const network = useMemo((): Network | undefined => {
    if (!chosen || !among.data) return undefined;
    const there = new Set(chosen.nodes.map((node) => node.id));
    const lines = linesOf(among.data.linksAmong.rows).filter(({ from, to }) => there.has(from) && there.has(to));
    const before = new Map([...settled.current].filter(([known]) => there.has(known)));
    const places = settle(chosen.nodes, lines, before);
    settled.current = places;
    return { ...chosen, lines, places };
  }, [chosen, among.data]);
  const last = useRef<{ id: string; network: Network }>(undefined);
  if (network) last.current = { id, network };
  const shown = last.current?.id === id ? last.current.network : undefined;
  return { network: shown, failure: around.failure ?? much.error ?? among.error ?? undefined, nothing: rows?.length === 0 };
}
