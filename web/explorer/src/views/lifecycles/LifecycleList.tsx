import { address } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Page } from "../../frame/Page.tsx";
import { Link } from "../../parts/Link.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { count } from "../../words.ts";
import styles from "./LifecycleList.module.css";
import { Lifecycles } from "./lifecycles.graphql.ts";

/** All lifecycle models, side by side: none of them is ours. */
export function LifecycleList() {
  const { ignored } = useParameters({});
  const asked = useAsk(Lifecycles, {});
  const total = asked.data?.lifecycleModels.totalCount;
  return (
    <Page
      title="Lifecycles"
      ignored={ignored}
      finding={total === undefined ? null : `${count(total, "way", "ways")} of dividing a customer's whole relationship with a brand, each in its source's words.`}
    >
      <Answer of={asked}>
        {({ lifecycleModels: { edges } }) =>
          edges.length === 0 ? (
            <Notice title="No lifecycle yet">
              <p>A lifecycle model comes with the files that tell it.</p>
            </Notice>
          ) : (
            <ul className={styles.list}>
              {edges.map(({ node: { key, name, perspective, completeness, phases } }) => (
                <li key={key}>
                  <Link to={address({ view: "lifecycles", key })} className={styles.model}>
                    <span className={styles.name}>{name}</span>
                    <span className={styles.more}>
                      {[
                        count(phases.totalCount, "phase"),
                        perspective && `seen by the ${perspective.toLowerCase()}`,
                        completeness && completeness !== "COMPLETE" ? completeness.toLowerCase() : undefined,
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                    <ol className={styles.phases}>
                      {phases.edges.map(({ node: phase }) => (
                        <li key={phase.key} className={phase.journeys.totalCount > 0 ? styles.mapped : styles.phase}>
                          {phase.name}
                        </li>
                      ))}
                    </ol>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  );
}
