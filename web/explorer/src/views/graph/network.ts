import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";
import { calledAs } from "../../kinds.ts";
import { strongest } from "../evidence/words.ts";
import type { AroundQuery, LinesAmongQuery } from "./graph.graphql.ts";

/** Which nodes of a neighbourhood are shown, and where they lie. */

export const FIRST = 40;
export const MORE = 25;
export const MOST = 120;

export interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly name: string;
}

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly relationship: string;
  readonly basis: "stated" | "inferred" | "measured";
}

export type Row = AroundQuery["neighbours"]["rows"][number];

/** Which neighbours are looked at: of some kinds, on some bases; none stands for all. */
export interface Filter {
  readonly kinds: readonly string[];
  readonly bases: readonly string[];
}

const idOf = ({ kind, key }: { kind: string; key: string }) => `${kind}:${key}`;

/** What `open` in the address says: a node whose neighbours are shown too, or those of one kind; said again, the next ones. */
export interface Opened {
  readonly node: string;
  readonly kind: string | undefined;
}

export function readOpened(text: string): Opened {
  const [node = "", kind] = text.split("@");
  return { node, kind };
}

/** The neighbours that a filter lets through, each once. */
export function neighboursIn(rows: readonly Row[], { kinds, bases }: Filter): Shown[] {
  const found = rows.filter(
    ({ neighbour, evidence }) =>
      (kinds.length === 0 || kinds.includes(neighbour.kind)) &&
      (bases.length === 0 || evidence.some(({ basis }) => bases.includes(basis.toLowerCase()))),
  );
  const each = found.map(({ neighbour }) => ({ id: idOf(neighbour), kind: neighbour.kind, key: neighbour.key, name: calledAs(neighbour) }));
  return [...new Map(each.map((one) => [one.id, one])).values()];
}

/** The root, its first neighbours, then for each opening those that are not there yet, as many as are shown at most. */
export function nodesOf(root: Shown, own: readonly Shown[], opened: readonly (readonly Shown[])[]): Shown[] {
  const found = new Map([[root.id, root]]);
  const add = (all: readonly Shown[], most: number) => {
    for (const one of all.filter(({ id }) => !found.has(id)).slice(0, Math.min(most, MOST - found.size))) found.set(one.id, one);
  };
  add(own, FIRST - 1);
  for (const neighbours of opened) add(neighbours, MORE);
  return [...found.values()];
}

/** How many neighbours of each node would come if it was opened, by kind; nothing of nodes of which that is not known yet. */
export function hiddenIn(rows: readonly Row[], shown: ReadonlySet<string>, filter: Filter): Map<string, Map<string, number>> {
  const byNode = Map.groupBy(rows, ({ node }) => idOf(node));
  return new Map(
    [...byNode].map(([id, own]) => {
      const beyond = neighboursIn(own, filter).filter((one) => !shown.has(one.id));
      return [id, new Map([...Map.groupBy(beyond, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]))];
    }),
  );
}

/** The lines among the nodes, on the bases that are looked at; of several claims the strongest basis is drawn. */
export function linesOf(rows: LinesAmongQuery["linksAmong"]["rows"], wanted: readonly string[] = []): Line[] {
  const seen = rows.filter(
    ({ link: { evidence } }) => wanted.length === 0 || evidence.some(({ basis }) => wanted.includes(basis.toLowerCase())),
  );
  return seen.map(({ link: { start, relationship, end, evidence } }) => ({
    id: `${idOf(start)}~${relationship}~${idOf(end)}`,
    from: idOf(start),
    to: idOf(end),
    relationship,
    basis: strongest(evidence) ?? "stated",
  }));
}

/** How many there are of all kinds. */
export function sum(kinds: ReadonlyMap<string, number> | undefined): number {
  return [...(kinds?.values() ?? [])].reduce((all, one) => all + one, 0);
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Body extends SimulationNodeDatum {
  id: string;
}

/**
 * Where nodes lie, settled before anything is drawn (Fruchterman and Reingold's springs, in d3-force). Nodes that had a
 * place keep it, so that what somebody has looked at stays where it was.
 */
export function settle(nodes: readonly Shown[], lines: readonly Line[], before: ReadonlyMap<string, Place>): Map<string, Place> {
  const [root] = nodes;
  const bodies: Body[] = nodes.map(({ id }, number) => {
    const known = before.get(id);
    if (known) return { id, x: known.x, y: known.y, fx: known.x, fy: known.y };
    // A new one begins beside what it is tied to, else on a spiral.
    const tied = lines.find(({ from, to }) => (from === id && before.has(to)) || (to === id && before.has(from)));
    const beside = tied && before.get(tied.from === id ? tied.to : tied.from);
    const [angle, far] = [number * 2.4, beside ? 160 : 40 * Math.sqrt(number)];
    return { id, x: (beside?.x ?? 0) + Math.cos(angle) * far, y: (beside?.y ?? 0) + Math.sin(angle) * far };
  });
  if (before.size === 0 && root && bodies[0]) Object.assign(bodies[0], { fx: 0, fy: 0 });
  const there = new Set(bodies.map(({ id }) => id));
  const links = lines.filter(({ from, to }) => there.has(from) && there.has(to)).map(({ from, to }) => ({ source: from, target: to }));
  forceSimulation(bodies)
    .force("charge", forceManyBody().strength(-900))
    .force("link", forceLink<Body, { source: string; target: string }>(links).id(({ id }) => id).distance(180).strength(0.35))
    .force("apart", forceCollide(104))
    .force("x", forceX(0).strength(0.02))
    // A window is wider than tall.
    .force("y", forceY(0).strength(0.2))
    .stop()
    .tick(260);
  const placed = new Map(before);
  for (const { id, x = 0, y = 0 } of bodies) {
    if (!placed.has(id)) placed.set(id, free({ x: Math.round(x), y: Math.round(y) }, [...placed.values()]));
  }
  return new Map(nodes.map(({ id }) => [id, placed.get(id) ?? { x: 0, y: 0 }]));
}

/** The room that a card takes, with what stands at its corner. */
const ROOM = { x: 200, y: 78 };

/** The nearest place where a card lies on no other: between cards that keep their places, there may be no room. */
function free({ x, y }: Place, taken: readonly Place[]): Place {
  for (let far = 0; far < 4000; far += 40) {
    for (let turn = 0; turn < (far === 0 ? 1 : 16); turn += 1) {
      const at = { x: Math.round(x + far * Math.cos((turn * Math.PI) / 8)), y: Math.round(y + far * Math.sin((turn * Math.PI) / 8)) };
      if (!taken.some((other) => Math.abs(other.x - at.x) < ROOM.x && Math.abs(other.y - at.y) < ROOM.y)) return at;
    }
  }
  return { x, y };
}

/** The nearest node in the direction of an arrow key; undefined where there is none. */
export function towards(from: Place, places: ReadonlyMap<string, Place>, key: string): string | undefined {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!way) return undefined;
  const [dx = 0, dy = 0] = way;
  const ahead = [...places].flatMap(([id, { x, y }]) => {
    const [along, across] = [(x - from.x) * dx + (y - from.y) * dy, Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx)];
    return along > 1 ? [{ id, far: along + across * 2 }] : [];
  });
  return ahead.toSorted((a, b) => a.far - b.far)[0]?.id;
}
