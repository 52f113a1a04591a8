/** Addresses: the path says what one sees, the query says how. Nothing here knows the browser. */

export type View =
  | "home"
  | "lifecycles"
  | "journeys"
  | "trace"
  | "node"
  | "questions"
  | "graph"
  | "load"
  | "about"
  | "find";

/** Points to one node: its kind's token and its key, written `kind:key`. */
export interface Ref {
  readonly kind: string;
  readonly key: string;
}

/** What a path names: a view, and the thing that it shows. */
export interface Place {
  readonly view: View;
  readonly kind?: string | undefined;
  readonly key?: string | undefined;
}

export type Query = Readonly<Record<string, string | undefined>>;

/** What a path holds behind the view's own segment. */
const SHAPES: Record<Exclude<View, "home">, "nothing" | "key" | "kind and key"> = {
  lifecycles: "key",
  journeys: "key",
  trace: "kind and key",
  node: "kind and key",
  questions: "key",
  graph: "kind and key",
  load: "key",
  about: "nothing",
  find: "nothing",
};

/** Read a path; undefined where there is no such page. */
export function readPath(path: string): Place | undefined {
  let [view, ...rest] = path.split("/").filter(Boolean);
  if (view === undefined) return { view: "home" };
  if (!Object.hasOwn(SHAPES, view)) return undefined;
  try {
    rest = rest.map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const known = view as Exclude<View, "home">;
  if (rest.length === 0) return { view: known };
  switch (SHAPES[known]) {
    case "nothing":
      return undefined;
    case "key":
      return { view: known, key: rest.join("/") };
    case "kind and key":
      return rest.length > 1 ? { view: known, kind: rest[0], key: rest.slice(1).join("/") } : undefined;
  }
}

/** The address of a place; `query` holds only what differs from the view's defaults. */
export function address({ view, kind, key }: Place, query: Query = {}): string {
  const segments = [view === "home" ? "" : view, ...(kind ? [kind] : []), ...(key ? key.split("/") : [])];
  return `/${segments.map(encodeURIComponent).join("/")}${writeQuery(Object.entries(query))}`;
}

/** The query of an address, readable where it can be: references and lists keep their colons, slashes and commas. */
export function writeQuery(parts: Iterable<readonly [string, string | undefined]>): string {
  const written = [...parts].flatMap(([name, value]) =>
    value ? [`${encodeURIComponent(name)}=${encodeURIComponent(value).replace(/%(3A|2F|2C|7E)/g, decodeURIComponent)}`] : [],
  );
  return written.length > 0 ? `?${written.join("&")}` : "";
}

/** Read `kind:key`; undefined where it is not one. */
export function readRef(text: string): Ref | undefined {
  const colon = text.indexOf(":");
  return colon > 0 && colon < text.length - 1 ? { kind: text.slice(0, colon), key: text.slice(colon + 1) } : undefined;
}

export function refText({ kind, key }: Ref): string {
  return `${kind}:${key}`;
}

/** What the evidence panel is about: a node, or what is claimed between two. */
export type Selection = { readonly node: Ref } | { readonly from: Ref; readonly type: string; readonly to: Ref };

/** Read `kind:key` or `kind:key~TYPE~kind:key`. */
export function readSelection(text: string): Selection | undefined {
  const [one, type, other, ...more] = text.split("~");
  const from = readRef(one ?? "");
  if (!from || more.length > 0) return undefined;
  if (type === undefined) return { node: from };
  const to = readRef(other ?? "");
  return to && type ? { from, type, to } : undefined;
}

export function selectionText(selection: Selection): string {
  return "node" in selection
    ? refText(selection.node)
    : `${refText(selection.from)}~${selection.type}~${refText(selection.to)}`;
}

/** The view in which a thing is best seen. */
export function best(ref: Ref): string {
  const { kind, key } = ref;
  const [container = ""] = key.split("/");
  switch (kind) {
    case "journey":
      return address({ view: "journeys", key });
    case "stage":
    case "step":
    case "micro_moment":
      return address({ view: "journeys", key: container }, { at: refText(ref), sel: refText(ref) });
    case "lifecycle_model":
      return address({ view: "lifecycles", key });
    case "phase":
      return address({ view: "lifecycles", key: container }, { sel: refText(ref) });
    case "moment_of_truth":
    case "cx_goal":
    case "brand_promise":
    case "brand_goal":
      return address({ view: "trace", kind, key });
    case "load_run":
      return address({ view: "load", key });
    default:
      return address({ view: "node", kind, key });
  }
}
