import type { Selection } from "../../addresses.ts";
import { LinkEvidence } from "./LinkEvidence.tsx";
import { NodeEvidence } from "./NodeEvidence.tsx";

/** Why a node, or a link between two, should be believed: who says so, in which words, how long ago, and who doesn't. */
export default function Evidence({ selection }: { selection: Selection }) {
  return "node" in selection ? <NodeEvidence of={selection.node} /> : <LinkEvidence {...selection} />;
}
