import type { ReactNode } from "react";
import { Network, SquareArrowOutUpRight } from "lucide-react";
import { address, best, type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { lookOf, spoken } from "../../kinds.ts";
import { useNames } from "../../names.ts";
import { buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { Changes } from "./Changes.tsx";
import { Around } from "./Around.tsx";
import { type Told, toldAt } from "./told.ts";
import { FeltCard, MeasuredCard, SourceLine } from "./cards.tsx";
import { Disagreements } from "./Disagreements.tsx";
import styles from "./Evidence.module.css";
import { NodeEvidence as Operation, type NodeEvidenceQuery } from "./evidence.graphql.ts";
import { Makings, Section } from "./parts.tsx";
import { Quotes } from "./Quotes.tsx";

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
      {(data) => {
        if (!data.nodeByKey) return <Missing of={ref} />;
        const told = toldAt(data.nodeByKey);
        return (
          <div className={styles.evidence}>
            {children(data.nodeByKey)}
            <EvidenceRows data={data} />
            <Said told={told} />
            <Around others={told.others} />
            <Disagreements rows={data.disagreements.rows} />
            <Changes of={ref} rows={data.changedSince.rows} complete={data.changedSince.complete} />
          </div>
        );
      }}
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

/** The claims that a node, and what belongs to it, is the place of, or is itself. */
function Said({ told: { felt, measured } }: { told: Told }) {
  const sources = [...new Set([...felt, ...measured].map(({ source }) => source))];
  const names = useNames(sources.map((key) => ({ kind: "source", key })));
  const called = (source: string) => names.get(`source:${source}`) ?? spoken(source);
  return (
    <>
      {felt.length > 0 ? (
        <Section title="Felt here" count={felt.length}>
          {felt.map((one) => (
            <FeltCard key={one.key} felt={one} called={called} />
          ))}
        </Section>
      ) : null}
      {measured.length > 0 ? (
        <Section title="Measured here" count={measured.length}>
          {measured.map((one) => (
            <MeasuredCard key={one.key} reading={one} called={called} />
          ))}
        </Section>
      ) : null}
    </>
  );
}
