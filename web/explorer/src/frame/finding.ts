import type { FindQuery, Kind } from "./find.graphql.ts";
import { kindNamed } from "../kinds.ts";
import { store } from "../store.ts";

/** Whether the dialog that finds is open, where the bar has no room for the field. */
export const findOpen = store(false);

export interface Wanted {
  text: string;
  kinds: Kind[] | null;
}

/** What somebody types, with the kind that a word and a colon in front narrow it to: `persona: anna`. */
export function wanted(typed: string): Wanted {
  const [, before, after] = /^([\p{L}_ ]+):\s*(.*)$/su.exec(typed.trim()) ?? [];
  const kind = before === undefined ? undefined : kindNamed(before);
  return kind ? { text: after ?? "", kinds: [kind] } : { text: typed.trim(), kinds: null };
}

export type Hit = FindQuery["search"]["edges"][number];

export interface Group {
  kind: Kind;
  hits: Hit[];
}

/** Hits by kind; kinds in the order of their best hits. */
export function grouped(hits: readonly Hit[]): Group[] {
  const groups = new Map<Kind, Group>();
  for (const hit of hits) {
    const group = groups.get(hit.node.kind) ?? { kind: hit.node.kind, hits: [] };
    group.hits.push(hit);
    groups.set(hit.node.kind, group);
  }
  return [...groups.values()];
}

/** Where a hit lies, in words; undefined where its name says enough. */
export function context({ node }: Hit): string | undefined {
  if ("stage" in node) return node.stage?.journey ? `${node.stage.journey.name}, ${node.stage.name}` : undefined;
  if ("journey" in node) return node.journey?.name;
  if ("model" in node) return node.model?.name;
  return undefined;
}

export interface Piece {
  text: string;
  hit: boolean;
}

/** A text cut at what matched. */
export function pieces(text: string, matches: readonly { start: number; end: number }[]): Piece[] {
  const cut: Piece[] = [];
  let at = 0;
  for (const { start, end } of matches) {
    if (start > at) cut.push({ text: text.slice(at, start), hit: false });
    cut.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), hit: false });
  return cut;
}
