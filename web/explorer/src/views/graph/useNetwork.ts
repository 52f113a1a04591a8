import { useQueries } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { calledAs } from "../../kinds.ts";
import { Around, type AroundQuery, LinesAmong } from "./graph.graphql.ts";
import { type Filter, hiddenIn, type Line, linesOf, MOST, neighboursIn, nodesOf, type Place, readOpened, settle, type Shown } from "./network.ts";

export interface Network {
  readonly nodes: readonly Shown[];
  readonly lines: readonly Line[];
  readonly places: ReadonlyMap<string, Place>;
  /** How many neighbours of the root the filters let through, and how many of them are shown. */
  readonly own: { readonly all: number; readonly shown: number };
  /** How many neighbours of each node could be shown too, by kind, as far as that is known. */
  readonly hidden: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Whether there is no room for more. */
  readonly full: boolean;
  /** The kinds of the root's neighbours, whatever the filters say. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
}

interface Chosen extends Filter {
  readonly open: readonly string[];
}

/** The most rows that one question answers with. */
const ROWS = 1000;
/** So few nodes are asked about at once that their neighbours are hardly ever more. */
const TOGETHER = 10;
const ALL: Filter = { kinds: [], bases: [] };

/** The neighbours of nodes, some in each answer. */
function useAround(groups: readonly (readonly string[])[]) {
  return useQueries({
    queries: groups.map((nodes) => ({
      queryKey: [Around.name, nodes],
      queryFn: ({ signal }: { signal: AbortSignal }) => send(Around, { nodes, limit: ROWS }, signal),
    })),
    combine: (results) => ({
      answers: results.map(({ data }) => data as AroundQuery | undefined),
      failure: results.map(({ data, error, failureReason }) => (data ? undefined : (error ?? failureReason))).find(Boolean) as
        | Failure
        | undefined,
    }),
  });
}

/**
 * What is shown around a node; undefined until all of it is there, so that the picture does not jump. While more is asked
 * for, what was shown stays, and with it the place of who goes through it by keys.
 */
export function useNetwork(root: Ref, { open, kinds, bases }: Chosen) {
  const id = refText(root);
  const opened = useMemo(() => open.map(readOpened), [open]);
  const around = useAround([[id], ...opened.map(({ node }) => [node])]);
  const chosen = useMemo(() => {
    const [own, ...others] = around.answers.map((answer) => answer?.neighbours.rows);
    if (!own || others.some((rows) => !rows)) return undefined;
    const self = { id, kind: root.kind, key: root.key, name: calledAs(own[0]?.node ?? { ...root, name: null }) };
    const all = neighboursIn(own, { kinds, bases });
    const byKind = Map.groupBy(neighboursIn(own, ALL), ({ kind }) => kind);
    const beyond = opened.map(({ kind }, place) => neighboursIn(others[place] ?? [], { kinds: kind ? [kind] : kinds, bases }));
    const nodes = nodesOf(self, all, beyond);
    const shown = new Set(nodes.map((node) => node.id));
    return {
      nodes,
      nothing: own.length === 0,
      own: { all: all.length, shown: all.filter((one) => shown.has(one.id)).length },
      full: nodes.length >= MOST,
      kinds: [...byKind].map(([kind, of]) => ({ kind, count: of.length })),
    };
  }, [around.answers, id, root, opened, kinds, bases]);
  const refs = chosen?.nodes.map((node) => node.id) ?? [];
  const further = useAround(
    Array.from({ length: Math.ceil(refs.length / TOGETHER) }, (_, part) => refs.slice(part * TOGETHER, (part + 1) * TOGETHER)),
  );
  const among = useAsk(LinesAmong, { nodes: refs }, { enabled: chosen !== undefined, keep: true });
  const settled = useRef<ReadonlyMap<string, Place>>(new Map());
  const drawn = useMemo(() => {
    if (!chosen || !among.data) return undefined;
    const there = new Set(chosen.nodes.map((node) => node.id));
    const lines = linesOf(among.data.linksAmong.rows, bases).filter(({ from, to }) => there.has(from) && there.has(to));
    const before = new Map([...settled.current].filter(([known]) => there.has(known)));
    const places = settle(chosen.nodes, lines, before);
    settled.current = places;
    return { ...chosen, lines, places };
  }, [chosen, among.data, bases]);
  const network = useMemo((): Network | undefined => {
    if (!drawn) return undefined;
    const rows = further.answers.flatMap((answer) => answer?.neighbours.rows ?? []);
    return { ...drawn, hidden: hiddenIn(rows, new Set(drawn.nodes.map((node) => node.id)), { kinds, bases }) };
  }, [drawn, further.answers, kinds, bases]);
  const last = useRef<{ id: string; network: Network }>(undefined);
  if (network) last.current = { id, network };
  const shown = last.current?.id === id ? last.current.network : undefined;
  return {
    network: shown,
    failure: around.failure ?? further.failure ?? among.error ?? undefined,
    nothing: chosen?.nothing ?? false,
  };
}
