import { Network, Waypoints } from "lucide-react";
import { address, best, type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { Page } from "../../frame/Page.tsx";
import { calledAs, KINDS, lookOf } from "../../kinds.ts";
import { useNames } from "../../names.ts";
import { buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import type { ViewProps } from "../../routes.ts";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { NodeClaims } from "../evidence/NodeEvidence.tsx";
import { Facts } from "./Facts.tsx";
import { factsOf, factsOperation } from "./facts.ts";
import { Neighbours } from "./Neighbours.tsx";
import styles from "./Node.module.css";

/** Anything: what is said of it, what it is related to, why that should be believed, and what changed. */
export default function Node({ kind, of: key }: ViewProps) {
  if (kind === undefined || key === undefined || !Object.hasOwn(KINDS, kind.toUpperCase())) {
    return (
      <Page title="Nothing in particular">
        <Notice title={kind ? `There is no kind “${kind}”` : "No node is named"}>
          <p>
            An address such as <code>/node/persona/anna</code> names a kind and a key. Find what you look for by its
            words.
          </p>
        </Notice>
      </Page>
    );
  }
  return <Known of={{ kind, key }} />;
}

const ON_CHAINS = ["moment_of_truth", "cx_goal", "brand_promise", "brand_goal"];

function Known({ of: ref }: { of: Ref }) {
  const { ignored } = useParameters({});
  const asked = useAsk(factsOperation(ref.kind), { kind: ref.kind.toUpperCase() as Kind, key: ref.key });
  const around = containers(ref);
  const names = useNames(around);
  const seen = best(ref);
  return (
    <Answer of={asked}>
      {({ node }) =>
        node === null ? (
          <Missing of={ref} />
        ) : (
          <Page
            title={node.name}
            ignored={ignored}
            crumbs={[
              { name: lookOf(ref.kind).many, to: address({ view: "find" }, { kind: ref.kind }) },
              ...around.map((container) => ({
                name: calledAs({ ...container, name: names.get(refText(container)) ?? null }),
                to: address({ view: "node", ...container }),
              })),
            ]}
            finding={
              <>
                <Tile kind={ref.kind} small /> {lookOf(ref.kind).one}
              </>
            }
            tools={
              <>
                {seen.startsWith("/node/") ? null : (
                  <Link to={seen} className={buttonClass()}>
                    {seen.startsWith("/journeys/") ? "Map" : seen.startsWith("/lifecycles/") ? "Lifecycle" : "Best view"}
                  </Link>
                )}
                {ON_CHAINS.includes(ref.kind) ? (
                  <Link to={address({ view: "trace", ...ref })} className={buttonClass()}>
                    <Waypoints size={15} aria-hidden /> Trace
                  </Link>
                ) : null}
                <Link to={address({ view: "graph", ...ref })} className={buttonClass()}>
                  <Network size={15} aria-hidden /> Graph
                </Link>
              </>
            }
          >
            <div className={styles.page}>
              <div className={styles.column}>
                <Lead node={node} />
                <Neighbours of={ref} />
                <Facts facts={factsOf(ref.kind, node)} />
              </div>
              <section className={styles.evidence} aria-labelledby="node-evidence">
                <h2 id="node-evidence">Evidence</h2>
                <NodeClaims of={ref} />
              </section>
            </div>
          </Page>
        )
      }
    </Answer>
  );
}

/** What it is, in its own words. */
function Lead({ node }: { node: Readonly<Record<string, unknown>> }) {
  const { description, name } = node;
  return typeof description === "string" && description !== name ? <p className={styles.lead}>{description}</p> : null;
}

/** What contains it, from the outside in, as its key tells. */
function containers({ kind, key }: Ref): Ref[] {
  const around: Record<string, string[]> = {
    phase: ["lifecycle_model"],
    stage: ["journey"],
    step: ["journey", "stage"],
    micro_moment: ["journey", "stage", "step"],
  };
  const segments = key.split("/");
  return (around[kind] ?? []).map((container, depth) => ({ kind: container, key: segments.slice(0, depth + 1).join("/") }));
}

