import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";
import { calledAs } from "../../kinds.ts";
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
  /** How many neighbours it has; undefined where that is not known. */
  readonly degree: number | undefined;
}

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly relationship: string;
  readonly basis: "stated" | "inferred" | "measured";
}

type Row = AroundQuery["neighbours"]["rows"][number];

const idOf = ({ kind, key }: { kind: string; key: string }) => `${kind}:${key}`;

/** What `open` in the address says: a node whose neighbours are shown too, or those of one kind. */
export interface Opened {
  readonly node: string;
  readonly kind: string | undefined;
}

export function readOpened(text: string): Opened {
  const [node = "", kind] = text.split("@");
  return { node, kind };
}

/** The nodes: the root, its neighbours, then those of what was opened, as many as are shown at most. */
export function nodesOf(root: Shown, answers: readonly (readonly Row[])[]): { nodes: Shown[]; left: number } {
  const found = new Map<string, Shown>([[root.id, root]]);
  let left = 0;
  for (const rows of answers) {
    for (const { neighbour, degree } of rows) {
      const id = idOf(neighbour);
      const known = found.get(id);
      if (known) found.set(id, { ...known, degree: known.degree ?? degree });
      else if (found.size < MOST) found.set(id, { id, kind: neighbour.kind, key: neighbour.key, name: calledAs(neighbour), degree });
      else left += 1;
    }
  }
  return { nodes: [...found.values()], left };
}

/** The lines among the nodes; of several claims the strongest basis is drawn. */
export function linesOf(rows: LinesAmongQuery["linksAmong"]["rows"]): Line[] {
  return rows.map(({ link: { start, relationship, end, evidence } }) => {
    const bases = new Set(evidence.map(({ basis }) => basis));
    const basis = bases.has("MEASURED") ? "measured" : bases.has("STATED") || bases.size === 0 ? "stated" : "inferred";
    return { id: `${idOf(start)}~${relationship}~${idOf(end)}`, from: idOf(start), to: idOf(end), relationship, basis };
  });
}

/** How many neighbours of a node are not shown. */
export function hidden({ id, degree }: Shown, lines: readonly Line[]): number {
  if (degree === undefined) return 0;
  const shown = new Set(lines.flatMap(({ from, to }) => (from === id ? to : to === id ? from : [])));
  return Math.max(0, degree - shown.size);
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
  return new Map(bodies.map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x), y: Math.round(y) }]));
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
