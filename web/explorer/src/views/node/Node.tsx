import { Network, Waypoints } from "lucide-react";
import { address, best, type Ref } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { Page } from "../../frame/Page.tsx";
import { KINDS, lookOf } from "../../kinds.ts";
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
            crumbs={[{ name: lookOf(ref.kind).many, to: address({ view: "find" }, { kind: ref.kind }) }, ...containers(ref)]}
            finding={
              <>
                <Tile kind={ref.kind} small /> {lookOf(ref.kind).one} <code>{node.key}</code>
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
                <Facts facts={factsOf(ref.kind, node)} />
                <Neighbours of={ref} />
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

/** What contains it, from the outside in, as its key tells. */
function containers({ kind, key }: Ref): { name: string; to: string }[] {
  const around: Record<string, string[]> = {
    phase: ["lifecycle_model"],
    stage: ["journey"],
    step: ["journey", "stage"],
    micro_moment: ["journey", "stage", "step"],
  };
  const segments = key.split("/");
  return (around[kind] ?? []).map((container, depth) => {
    const ref = { kind: container, key: segments.slice(0, depth + 1).join("/") };
    return { name: segments[depth] ?? ref.key, to: address({ view: "node", ...ref }) };
  });
}

