import { type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { calledAs, inSentence, lookOf } from "../../kinds.ts";
import { EvidenceAround } from "./evidence.graphql.ts";
import { Quotes } from "./Quotes.tsx";

/** What speaks for and against what belongs to a place: its touchpoint, its moments, what hurts and is felt there. */
export function Around({ others }: { others: readonly Ref[] }) {
  const asked = useAsk(EvidenceAround, { refs: others.map(refText) }, { enabled: others.length > 0 });
  const rows = (asked.data?.evidenceFor.rows ?? []).filter(({ says, quotes }) => says === "SUPPORTS" || says === "CONTRADICTS" || quotes.length > 0);
  const groups = Map.groupBy(rows, ({ node, says }) => `${refText(node)} ${says === "CONTRADICTS"}`);
  return [...groups].map(([of, own]) => {
    const [first] = own;
    if (!first) return null;
    const against = first.says === "CONTRADICTS";
    const title = `${against ? "Against" : "For"} the ${inSentence(lookOf(first.node.kind).one)} “${calledAs(first.node)}”`;
    return <Quotes key={of} title={title} rows={own} against={against} />;
  });
}
