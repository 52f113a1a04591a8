import type { Row } from "../asking.ts";
import { relationWords, strongest } from "../../evidence/words.ts";
import { strengthWord } from "../../../parts/marks.tsx";
import type { EvidenceValue, NodeValue } from "../values.ts";
import type { Chain, Chains, Flows, Sides, Tree } from "./picture.ts";
import { basisOf, neighbours, node, nodesIn, num, ref, rowsIn, text } from "./reading.ts";
import { nodeName } from "../values.ts";
import { count, score } from "../../../words.ts";
import { words } from "../../../relations.ts";

/** A chain of links in whichever direction each points. */
function along(start: NodeValue, links: readonly Row[], gap: string | undefined, note: string | undefined): Chain {
  const nodes = [start];
  const drawn: Chain["links"][number][] = [];
  for (const link of links) {
    const [from, to] = [node(link, "start"), node(link, "end")];
    const at = nodes.at(-1);
    if (!from || !to || !at) continue;
    const backward = ref(to) === ref(at);
    nodes.push(backward ? from : to);
    const evidence = rowsIn(link, "evidence") as unknown as readonly EvidenceValue[];
    drawn.push({
      words: relationWords(text(link, "relationship") ?? ""),
      basis: strongest(evidence) ?? "stated",
      strength: num(link, "strength"),
      backward,
    });
  }
  return { nodes, links: drawn, gap, note };
}

const GAPS: Record<string, string> = {
  MOMENT_SERVES_NOTHING: "serves nothing",
  CX_GOAL_ADVANCES_NOTHING: "advances no brand goal",
  PROMISE_UPHOLDS_NOTHING: "upholds no brand goal",
  NO_BRAND_PURSUES: "no brand pursues it",
};

/** From moments of truth to brands. */
export function trace(rows: readonly Row[]): Chains {
  return {
    type: "chains",
    chains: rows.flatMap((row) => {
      const moment = node(row, "moment");
      if (!moment) return [];
      const gap = text(row, "gap");
      const strength = num(row, "strength");
      return [along(moment, rowsIn(row, "links"), gap && (GAPS[gap] ?? words(gap)), strength === null ? undefined : `weakest link ${strengthWord(strength)}`)];
    }),
  };
}

/** The shortest ways between two things. */
export function howConnected(rows: readonly Row[]): Chains {
  return {
    type: "chains",
    chains: rows.flatMap((row) => {
      const start = node(row, "node");
      const length = num(row, "length");
      if (!start) return [];
      return [along(start, rowsIn(row, "hops"), length === null ? `no way to ${nodeName(node(row, "other") ?? start)}` : undefined, length === null ? undefined : count(length, "hop"))];
    }),
  };
}

/** Lifecycles, phases, journeys and what they hold. */
export function zoom(rows: readonly Row[]): Tree {
  return {
    type: "tree",
    items: rows.flatMap((row) => {
      const at = node(row, "node");
      return at ? [{ depth: num(row, "depth") ?? 0, node: at, note: undefined, gap: false }] : [];
    }),
  };
}

/** Models, their phases, and the touchpoints in those. */
export function touchpointsInOrder(rows: readonly Row[]): Tree {
  const items: Tree["items"][number][] = [];
  let [model, phase] = ["", ""];
  for (const row of rows) {
    const [of, at, touchpoint] = [node(row, "model"), node(row, "phase"), node(row, "touchpoint")];
    if (of && ref(of) !== model) items.push({ depth: 0, node: of, note: undefined, gap: false });
    if (at && ref(at) !== phase) items.push({ depth: 1, node: at, note: touchpoint ? undefined : "no touchpoint", gap: !touchpoint });
    const owners = neighbours(row, "owners").map(nodeName).join(", ");
    const note = [text(row, "recurrence"), owners && `owned by ${owners}`].filter(Boolean).join(", ");
    if (touchpoint) items.push({ depth: 2, node: touchpoint, note: note || undefined, gap: false });
    [model, phase] = [of ? ref(of) : model, at ? ref(at) : phase];
  }
  return { type: "tree", items };
}

/** Changes from phase to phase that are abrupt or missing. */
export function brokenTransitions(rows: readonly Row[]): Flows {
  return {
    type: "flows",
    flows: rows.map((row) => ({
      from: node(row, "leaves"),
      to: node(row, "enters"),
      words: [words(text(row, "problem") ?? ""), text(row, "response")].filter(Boolean).join(": "),
      basis: basisOf(row),
      weight: null,
      back: false,
      broken: true,
    })),
  };
}

/** What is felt at a change of phase. */
export function changeOfPhase(rows: readonly Row[]): Flows {
  return {
    type: "flows",
    flows: rows.map((row) => {
      const felt = num(row, "score");
      const emotion = node(row, "emotion");
      const persona = node(row, "persona");
      const said = [felt === null ? undefined : score(felt), emotion && nodeName(emotion), persona && `(${nodeName(persona)})`].filter(Boolean);
      return {
        from: node(row, "leaves"),
        to: node(row, "enters"),
        words: said.join(" ") || text(row, "description") || "nothing recorded",
        basis: basisOf(row),
        weight: null,
        back: false,
        broken: felt !== null && felt < -0.2,
      };
    }),
  };
}

/** Where the way leads back. */
export function loops(rows: readonly Row[]): Flows {
  return {
    type: "flows",
    flows: rows.map((row) => {
      const cases = num(row, "cases");
      const forward = num(row, "casesForward");
      return {
        from: node(row, "start"),
        to: node(row, "end"),
        words: cases === null ? "drawn, not counted" : `${count(cases, "case")} back${forward === null ? "" : `, ${count(forward, "case")} forward`}`,
        basis: basisOf(row),
        weight: cases,
        back: true,
        broken: false,
      };
    }),
  };
}

/** Which first encounters lead to which journeys. */
export function firstEncounters(rows: readonly Row[]): Flows {
  return {
    type: "flows",
    flows: rows.map((row) => {
      const counted = num(row, "counted");
      const via = neighbours(row, "channels").map(nodeName).join(", ");
      return {
        from: node(row, "touchpoint"),
        to: node(row, "journey"),
        words: [counted === null ? undefined : count(counted, "case"), via].filter(Boolean).join(", ") || "not counted",
        basis: basisOf(row),
        weight: counted,
        back: false,
        broken: !node(row, "touchpoint"),
      };
    }),
  };
}

/** Ways that left phases out. */
export function skippedPhases(rows: readonly Row[]): Sides {
  return {
    type: "sides",
    heads: ["Passed", "Skipped"],
    rows: rows.map((row) => {
      const variant = node(row, "variant");
      const cases = num(row, "cases");
      return {
        node: variant,
        label: variant ? nodeName(variant) : "",
        mark: cases === null ? undefined : count(cases, "case"),
        cells: [nodesIn(row, "passed").map(nodeName), nodesIn(row, "skipped").map(nodeName)],
      };
    }),
  };
}
