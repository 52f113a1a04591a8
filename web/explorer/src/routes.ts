import type { ComponentType } from "react";
import type { Place, View } from "./addresses.ts";

/** What a view is given: what the path names beside the view itself. */
export interface ViewProps {
  kind?: string | undefined;
  /** The `key` of the thing; React keeps the word for itself. */
  of?: string | undefined;
}

interface Route {
  /** What the bar calls it; undefined where the bar doesn't lead there. */
  readonly link?: string;
  /** Only an editor is led there. */
  readonly editor?: boolean;
  readonly load: () => Promise<{ default: ComponentType<ViewProps> }>;
}

/** All views, in the order of the bar. Each is loaded when it is opened. */
export const ROUTES: Readonly<Record<View, Route>> = {
  home: { link: "Home", load: () => import("./views/home/Home.tsx") },
  lifecycles: { link: "Lifecycles", load: () => import("./views/lifecycles/Lifecycles.tsx") },
  journeys: { link: "Journeys", load: () => import("./views/journeys/Journeys.tsx") },
  trace: { link: "Trace", load: () => import("./views/trace/Trace.tsx") },
  questions: { link: "Questions", load: () => import("./views/questions/Questions.tsx") },
  graph: { link: "Graph", load: () => import("./views/graph/Graph.tsx") },
  load: { link: "Load", editor: true, load: () => import("./views/load/Load.tsx") },
  node: { load: () => import("./views/node/Node.tsx") },
  about: { load: () => import("./views/about/About.tsx") },
  find: { load: () => import("./views/find/FindPage.tsx") },
};

export const LINKS: readonly { view: View; link: string; editor: boolean }[] = Object.entries(ROUTES).flatMap(
  ([view, { link, editor = false }]) => (link ? [{ view: view as View, link, editor }] : []),
);

/** What tells two places of one view apart, so that a view begins anew for another thing. */
export function placeKey({ view, kind = "", key = "" }: Place): string {
  return `${view}/${kind}/${key}`;
}
