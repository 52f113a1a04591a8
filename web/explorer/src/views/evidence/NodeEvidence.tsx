import type { ReactNode } from "react";
import { Network, SquareArrowOutUpRight } from "lucide-react";
import { address, best, type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { lookOf } from "../../kinds.ts";
import { buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { Changes } from "./Changes.tsx";
import { FeltCard, MeasuredCard, QuoteCard, SourceLine } from "./cards.tsx";
import { Disagreements } from "./Disagreements.tsx";
import styles from "./Evidence.module.css";
import { NodeEvidence as Operation, type NodeEvidenceQuery } from "./evidence.graphql.ts";
import { Makings, Section } from "./parts.tsx";

type Row = NodeEvidenceQuery["evidenceFor"]["rows"][number];

type Node = NonNullable<NodeEvidenceQuery["nodeByKey"]>;

/** What the panel says of a node: what it is, and its claims. */
export function NodeEvidence({ of: ref }: { of: Ref }) {
  return (
    <Claims of={ref}>
      {(node) => {
        const description = "description" in node ? node.description : null;
        return (
          <>
            <div className={styles.subject}>
              <Tile kind={node.kind} />
              <div>
                <p className={styles.kind}>{lookOf(node.kind).one}</p>
                <h3 className={styles.name}>{node.name}</h3>
              </div>
            </div>
            {description ? <p>{description}</p> : null}
            <p className={styles.links}>
              <Link to={address({ view: "node", ...ref })} className={buttonClass("quiet")}>
                <SquareArrowOutUpRight size={14} aria-hidden /> All about it
              </Link>
              <Link to={address({ view: "graph", ...ref })} className={buttonClass("quiet")}>
                <Network size={14} aria-hidden /> Graph
              </Link>
            </p>
          </>
        );
      }}
    </Claims>
  );
}

/** The same claims, for a page that says what the node is. */
export function NodeClaims({ of: ref }: { of: Ref }) {
  return <Claims of={ref}>{() => null}</Claims>;
}

function Claims({ of: ref, children }: { of: Ref; children: (node: Node) => ReactNode }) {
  const asked = useAsk(Operation, { kind: ref.kind.toUpperCase() as Kind, key: ref.key, refs: [refText(ref)] });
  return (
    <Answer of={asked} skeleton={<Skeleton rows={[40, 64, 96, 96]} />}>
      {(data) =>
        data.nodeByKey ? (
          <div className={styles.evidence}>
            {children(data.nodeByKey)}
            <EvidenceRows data={data} />
            <Said node={data.nodeByKey} />
            <Disagreements rows={data.disagreements.rows} />
            <Changes rows={data.changedSince.rows} complete={data.changedSince.complete} />
          </div>
        ) : (
          <Missing of={ref} />
        )
      }
    </Answer>
  );
}

/** What supports and contradicts it, and who describes it. */
function EvidenceRows({ data }: { data: Pick<NodeEvidenceQuery, "evidenceFor" | "changedSince"> }) {
  const { rows } = data.evidenceFor;
  const by = (says: Row["says"]) => rows.filter((row) => row.says === says);
  const described = by("DESCRIBES");
  return (
    <>
      <Makings rows={rows} changes={data.changedSince.rows} />
      <Quotes title="Supports" rows={by("SUPPORTS")} />
      <Quotes title="Contradicts" rows={by("CONTRADICTS")} against />
      {by("NOTHING").length > 0 ? (
        <p className={styles.gap}>No quote and no source is linked to it as evidence: it is only described.</p>
      ) : null}
      {described.length > 0 ? (
        <Section title="Described by" count={described.length}>
          {described.map((row) => (
            <li key={row.by?.key} className={styles.row}>
              <Link to={best({ kind: "dataset", key: row.by?.key ?? "" })}>{row.by?.name ?? row.by?.key}</Link>
              <SourceLine {...row} />
              {row.evidence.map(({ locator, note, basis }) => (
                <span key={basis} className={styles.from}>
                  {[basis.toLowerCase(), locator, note].filter(Boolean).join(" · ")}
                </span>
              ))}
            </li>
          ))}
        </Section>
      ) : null}
    </>
  );
}

function Quotes({ title, rows, against = false }: { title: string; rows: readonly Row[]; against?: boolean }) {
  if (rows.length === 0) return null;
  return (
    <Section title={title} count={rows.length} against={against}>
      {rows.map((row) =>
        row.quotes.length > 0 ? (
          row.quotes.map((quote) => <QuoteCard key={quote.key} quote={quote} from={row} />)
        ) : (
          <li key={row.by?.key} className={styles.card}>
            <span className={styles.words}>{row.by?.name ?? row.by?.key}</span>
            <SourceLine {...row} />
          </li>
        ),
      )}
    </Section>
  );
}

/** The claims that a node is the place of, or is itself. */
function Said({ node }: { node: Node }) {
  const felt = "feelings" in node ? node.feelings.edges.map((edge) => edge.node) : "persona" in node ? [node] : [];
  const measured = "readings" in node ? node.readings.edges.map((edge) => edge.node) : "metric" in node ? [node] : [];
  return (
    <>
      {felt.length > 0 ? (
        <Section title="Felt here" count={felt.length}>
          {felt.map((one) => (
            <FeltCard key={one.key} felt={one} />
          ))}
        </Section>
      ) : null}
      {measured.length > 0 ? (
        <Section title="Measured here" count={measured.length}>
          {measured.map((one) => (
            <MeasuredCard key={one.key} reading={one} />
          ))}
        </Section>
      ) : null}
    </>
  );
}

