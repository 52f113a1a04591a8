import type { LifecycleQuery, PhaseCardFragment } from "./lifecycles.graphql.ts";

/** A lifecycle model, ready to be laid out: its phases by their place, and what lies between two places. */

export type Model = NonNullable<LifecycleQuery["lifecycleModel"]>;
export type Phase = PhaseCardFragment;
export type Feeling = Phase["feelings"]["edges"][number]["node"];

/** Phases of the same order are a fork, and share a place. */
export function places(model: Model): Phase[][] {
  const phases = model.phases.edges.map(({ node }) => node);
  return [...Map.groupBy(phases, ({ key, order }) => order ?? key).values()];
}

export interface Change {
  readonly from: Phase;
  readonly to: Phase;
  /** Whether somebody says that the one follows the other; else it is only how the model counts. */
  readonly said: boolean;
  /** The key of the transition, where one is recorded. */
  readonly transition: string | undefined;
  readonly quality: "SEAMLESS" | "ABRUPT" | "MISSING" | undefined;
  /** What is done about it. */
  readonly response: string | undefined;
  /** What is felt in the phase that is entered, after the one that is left. */
  readonly felt: readonly Feeling[];
}

/** The changes from one place to the next, with how they go. */
export function changes(before: readonly Phase[], after: readonly Phase[]): Change[] {
  return before.flatMap((from) =>
    after.flatMap((to) => {
      const said = from.next.edges.some(({ node }) => node.key === to.key);
      const transition = from.waysOut.edges.find(({ node }) => node.enters?.key === to.key)?.node;
      const felt = to.feelings.edges.map(({ node }) => node).filter((feeling) => feeling.after?.key === from.key);
      // Between forks, only what somebody says; from a single phase, what the order says too.
      if (!said && !transition && before.length > 1) return [];
      return [
        {
          from,
          to,
          said,
          transition: transition?.key,
          quality: transition?.quality ?? undefined,
          response: transition?.response ?? undefined,
          felt,
        },
      ];
    }),
  );
}

/** What is felt in a phase as such, and not at the change into it. */
export function feltIn(phase: Phase): Feeling[] {
  return phase.feelings.edges.map(({ node }) => node).filter(({ after }) => after === null);
}

/** How a line between phases of two models is drawn, by its degree. */
export const DEGREES = {
  EXACT: { word: "exact", dash: undefined },
  CLOSE: { word: "close", dash: "8 5" },
  // Which of the two it is, the word on the line says.
  BROAD: { word: "broader", dash: "0.1 5" },
  NARROW: { word: "narrower", dash: "0.1 5" },
  RELATED: { word: "related", dash: "0.1 9" },
} as const;
