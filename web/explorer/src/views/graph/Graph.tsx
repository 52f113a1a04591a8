import { address, type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Page } from "../../frame/Page.tsx";
import { KINDS, lookOf, tokenOf } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import type { ViewProps } from "../../routes.ts";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { Beginnings } from "./graph.graphql.ts";
import styles from "./Graph.module.css";
import { GraphView } from "./GraphView.tsx";

/** A neighbourhood that grows on demand, or things to begin with. */
export default function Graph({ kind, of: key }: ViewProps) {
  if (kind !== undefined && key !== undefined && Object.hasOwn(KINDS, kind.toUpperCase())) {
    return <GraphView of={{ kind, key }} />;
  }
  return <Begin wrong={kind !== undefined && key !== undefined ? { kind, key } : undefined} />;
}

function Begin({ wrong }: { wrong: Ref | undefined }) {
  const { ignored } = useParameters({});
  const asked = useAsk(Beginnings, {});
  return (
    <Page title="Graph" ignored={ignored} finding="What is tied to what, from anything on. Find where to begin, or take one of these.">
      {wrong ? (
        <p className={styles.wrong}>
          There is no kind “{wrong.kind}”, so <code>{refText(wrong)}</code> is nothing to begin with.
        </p>
      ) : null}
      <Answer of={asked}>
        {({ personas, journeys, momentsOfTruth }) => {
          const all = [...personas.edges, ...journeys.edges, ...momentsOfTruth.edges].map(({ node }) => node);
          if (all.length === 0) return <Notice title="Nothing to draw yet" />;
          return (
            <div className={styles.begin}>
              {[...Map.groupBy(all, (node) => node.kind)].map(([one, nodes]) => (
                <section key={one}>
                  <h2>{lookOf(one).many}</h2>
                  <ul>
                    {nodes.map(({ key, name }) => (
                      <li key={key}>
                        <Link className={styles.item} to={address({ view: "graph", kind: tokenOf(one), key })}>
                          <Tile kind={one} small /> {name}
                        </Link>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          );
        }}
      </Answer>
    </Page>
  );
}

