import { address, type Ref, refText } from "../../addresses.ts";
import { inSentence, lookOf } from "../../kinds.ts";
import type { Basis } from "../../parts/marks.tsx";
import { capitalised, count } from "../../words.ts";
import type {
  AimsFragment,
  CxAimFragment,
  CxMomentsFragment,
  GoalFragment,
  LinesQuery,
  MomentFragment,
  PromiseAimFragment,
  PromiseMomentsFragment,
  TraceQuery,
} from "./trace.graphql.ts";

/** The chains through a node, as cards in four columns with a row for each link that arrives. */

export const COLUMNS = ["Where it happens", "Moment of truth", "What it serves", "Why the brand cares"] as const;

export interface Card {
  readonly id: string;
  readonly ref: Ref | undefined;
  readonly column: number;
  readonly kind: string;
  readonly name: string;
  readonly meta: readonly string[];
  /** What is wrong with it, in words. */
  readonly lacks: readonly string[];
  readonly gap: GapWords | undefined;
  readonly rows: readonly Row[];
}

export interface GapWords {
  readonly why: string;
  /** Where to look for what could close it. */
  readonly ways: readonly { readonly words: string; readonly to: string }[];
}

/** A link that arrives at a card, as its row shows it. */
export interface Row {
  readonly from: string;
  readonly fromName: string;
  readonly basis: Basis;
  /** How many sources, how much evidence. */
  readonly words: string;
  readonly strength: number | null;
  /** Whether it has a strength at all. */
  readonly strong: boolean;
  /** What the evidence panel is about; undefined for a gap. */
  readonly selection: string | undefined;
  /** Whether nothing at all is given for it: no quote, no place in a source, no remark. */
  readonly bare: boolean;
}

export interface Flow {
  readonly cards: readonly Card[];
  readonly rootName: string;
  readonly goals: number;
}

type Root = NonNullable<TraceQuery["nodeByKey"]>;
type Link = LinesQuery["linksAmong"]["rows"][number]["link"];
type Place = MomentFragment["occursAt"]["edges"][number]["node"];

interface Node {
  readonly ref: Ref;
  readonly column: number;
  readonly name: string;
  readonly meta: string[];
  readonly lacks: string[];
}

/** The nodes on the chains, each once. */
export class Chains {
  readonly nodes = new Map<string, Node>();
  /** The journey in which the first moment happens. */
  journey: { readonly key: string; readonly name: string } | undefined;
  /** Which promises each moment shows, and whether customers can see it. */
  private readonly shown = new Map<string, string>();

  constructor(root: Root) {
    if ("serves" in root) this.moment(root, root);
    else if ("advances" in root) this.cxGoal(root, root);
    else if ("upholds" in root) this.promise(root, root);
    else if ("advancedBy" in root) {
      this.goal(root);
      for (const { node } of root.advancedBy.edges) this.cxGoal(node, node);
      for (const { node } of root.upheldBy.edges) this.promise(node, node);
    } else if ("momentsOfTruth" in root) {
      this.add(0, root.kind, root.key, root.name);
      for (const { node } of root.momentsOfTruth.edges) this.moment(node, node);
    }
  }

  get refs(): string[] {
    return [...this.nodes.keys()];
  }

  private add(column: number, kind: string, key: string, name: string, meta: (string | null | undefined)[] = []): void {
    const ref = { kind: kind.toLowerCase(), key };
    const kept = meta.flatMap((words) => words || []);
    if (!this.nodes.has(refText(ref))) this.nodes.set(refText(ref), { ref, column, name, meta: kept, lacks: [] });
  }

  private moment(moment: MomentFragment, aims?: AimsFragment): void {
    this.add(1, moment.kind, moment.key, moment.name, [moment.description]);
    for (const { node } of moment.occursAt.edges) {
      this.add(0, node.kind, node.key, node.name, [whereOf(node)]);
      this.journey ??= journeyOf(node);
    }
    for (const { node, assertions } of moment.shows.edges) {
      const seen = assertions.find(({ visible }) => visible !== null)?.visible;
      this.shown.set(node.key, seen === undefined ? "not recorded" : seen ? "yes" : "no");
    }
    for (const { node } of aims?.serves.edges ?? []) this.cxGoal(node);
    for (const { node } of aims?.fulfils.edges ?? []) this.promise(node);
  }

  private cxGoal(goal: CxAimFragment, moments?: CxMomentsFragment): void {
    this.add(2, goal.kind, goal.key, goal.name, [goal.owner ? `Owner: ${goal.owner}` : "No owner", goal.target]);
    for (const { node } of goal.advances.edges) this.goal(node);
    for (const { node } of moments?.servedBy.edges ?? []) this.moment(node);
  }

  private promise(promise: PromiseAimFragment, moments?: PromiseMomentsFragment): void {
    this.add(2, promise.kind, promise.key, promise.name);
    for (const { node } of promise.upholds.edges) this.goal(node);
    for (const { node } of moments?.fulfilledBy.edges ?? []) this.moment(node);
    const seen = this.shown.get(promise.key) ?? "not recorded";
    const node = this.nodes.get(`brand_promise:${promise.key}`);
    const words = `Visible to customers: ${seen}`;
    if (node && node.meta.length + node.lacks.length === 0) (seen === "yes" ? node.meta : node.lacks).push(words);
  }

  private goal(goal: GoalFragment): void {
    const brands = goal.pursuedBy.edges.map(({ node }) => node.name);
    this.add(3, goal.kind, goal.key, goal.name, [goal.target, brands.join(", ")]);
    if (brands.length === 0) {
      const node = this.nodes.get(`brand_goal:${goal.key}`);
      if (node && node.lacks.length === 0) node.lacks.push("No brand pursues it");
    }
  }
}

function journeyOf(node: Place) {
  const stage = "stage" in node ? node.stage : "step" in node ? node.step?.stage : undefined;
  return stage?.journey ?? undefined;
}

function whereOf(node: Place): string | undefined {
  const around = "stage" in node ? node.stage?.name : "step" in node ? node.step?.name : undefined;
  return [journeyOf(node)?.name, around].filter(Boolean).join(", ") || undefined;
}

/** Which relationships make the lines, and whether they are drawn from their end to their start. */
const DRAWN: Record<string, "forward" | "backward"> = {
  OCCURS_AT: "backward",
  SERVES: "forward",
  FULFILS: "forward",
  ADVANCES: "forward",
  UPHOLDS: "forward",
};

/** The cards, with the links among them as rows where they arrive, and gaps where a chain breaks off. */
export function flow(chains: Chains, root: Root, links: readonly Link[], goals: number): Flow {
  const rows = Map.groupBy(
    links.flatMap((link) => arriving(link, chains)),
    ({ to }) => to,
  );
  const cards: Card[] = [...chains.nodes].map(([id, { ref, column, name, meta, lacks }]) => ({
    id,
    ref,
    column,
    kind: ref.kind,
    name,
    meta,
    lacks,
    gap: undefined,
    rows: (rows.get(id) ?? []).map(({ row }) => row),
  }));
  return { cards: ordered([...cards, ...gaps(cards)]), rootName: root.name, goals };
}

function arriving(link: Link, { nodes }: Chains): { to: string; row: Row }[] {
  const way = DRAWN[link.relationship];
  if (!way) return [];
  const ends = [refText(link.start), refText(link.end)];
  const [from, to] = way === "forward" ? ends : ends.toReversed();
  const [one, other] = [nodes.get(from ?? ""), nodes.get(to ?? "")];
  if (!from || !to || !one || !other || one.column >= other.column) return [];
  return [{ to, row: rowOf(link, from, one.name) }];
}

function rowOf(link: Link, from: string, fromName: string): Row {
  const { evidence, strength, relationship } = link;
  const bases = Map.groupBy(evidence, ({ basis }) => basis);
  const basis = (["MEASURED", "STATED", "INFERRED"] as const).find((one) => bases.has(one)) ?? "INFERRED";
  const bare = evidence.every(({ quotes, locator, note }) => quotes.length === 0 && !locator && !note);
  const sources = new Set((bases.get(basis) ?? []).map(({ source }) => source)).size;
  const others = [...bases].filter(([one]) => one !== basis).map(([one, all]) => `${one.toLowerCase()} ${all.length}`);
  return {
    from,
    fromName,
    basis: basis.toLowerCase() as Basis,
    words: [sources > 0 ? count(sources, "source") : "no source", ...(bare ? ["no quote"] : []), ...others].join(", "),
    strength,
    strong: relationship !== "OCCURS_AT",
    selection: `${refText(link.start)}~${relationship}~${refText(link.end)}`,
    bare,
  };
}

/** Where a chain breaks off: a card for what is missing, with ways to what could close it. */
function gaps(cards: readonly Card[]): Card[] {
  const left = new Set(cards.flatMap(({ rows }) => rows.map(({ from }) => from)));
  return cards.flatMap((card) => {
    if (card.column === 1 && !left.has(card.id)) return [missing(card, 2, "It serves nothing", "Nothing says which goal or promise this moment serves", [allOf("cx_goal"), allOf("brand_promise")])];
    if (card.column === 2 && !left.has(card.id)) {
      const what = card.kind === "cx_goal" ? "CX goal" : "promise";
      const waiting = { words: "See goals that no moment serves yet", to: address({ view: "questions", key: "goals-without-moments" }) };
      return [missing(card, 3, "No brand goal is linked", `Nothing says why this ${what} matters`, [allOf("brand_goal"), waiting])];
    }
    return [];
  });
}

/** The way to all things of a kind. */
function allOf(kind: string): GapWords["ways"][number] {
  return { words: `See all ${inSentence(lookOf(kind).many)}`, to: address({ view: "find" }, { kind }) };
}

function missing(card: Card, column: number, name: string, why: string, ways: GapWords["ways"]): Card {
  return {
    id: `gap after ${card.id}`,
    ref: undefined,
    column,
    kind: "gap",
    name,
    meta: [],
    lacks: [],
    gap: { why, ways },
    rows: [
      { from: card.id, fromName: card.name, basis: "gap", words: "missing", strength: null, strong: false, selection: undefined, bare: false },
    ],
  };
}

/** Cards in the order in which their lines cross least: each column in the middle order of where its lines come from. */
function ordered(cards: readonly Card[]): Card[] {
  const place = new Map<string, number>();
  const result: Card[] = [];
  for (const column of COLUMNS.keys()) {
    const own = cards.filter((card) => card.column === column);
    const middle = ({ rows, name }: Card) => {
      const from = rows.flatMap((row) => place.get(row.from) ?? []);
      return from.length > 0 ? from.reduce((sum, one) => sum + one, 0) / from.length : name.charCodeAt(0) / 1e6;
    };
    const sorted = own.toSorted((a, b) => Number(a.kind === "gap") - Number(b.kind === "gap") || middle(a) - middle(b) || a.name.localeCompare(b.name));
    for (const [number, card] of sorted.entries()) place.set(card.id, number);
    result.push(...sorted.map((card) => ({ ...card, rows: card.rows.toSorted((a, b) => (place.get(a.from) ?? 0) - (place.get(b.from) ?? 0)) })));
  }
  return result;
}

/** What the flow shows, in one sentence. */
export function finding({ cards, goals }: Flow, kind: string): string {
  const reached = cards.filter((card) => card.kind === "brand_goal").length;
  const broken = cards.filter((card) => card.kind === "gap");
  const bare = cards.flatMap(({ rows }) => rows).filter((row) => row.bare).length;
  const moments = cards.filter((card) => card.kind === "moment_of_truth").length;
  const head =
    kind === "brand_goal"
      ? `${count(moments, "moment of truth", "moments of truth")} ${moments === 1 ? "leads" : "lead"} here`
      : `Reaches ${reached} of ${count(goals, "brand goal")}`;
  const more = [
    broken.length > 0 ? `${count(broken.length, "chain")} ${broken.length === 1 ? "breaks" : "break"} off` : "",
    bare > 0 ? `${count(bare, "link")} ${bare === 1 ? "rests" : "rest"} on no quote` : "",
  ].filter(Boolean);
  return `${capitalised([head, ...more].join(", "))}.`;
}
