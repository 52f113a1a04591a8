import { address } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Page } from "../../frame/Page.tsx";
import { Button } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { text } from "../../parameters.ts";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { count, listed } from "../../words.ts";
import styles from "./JourneyList.module.css";
import { Journeys } from "./list.graphql.ts";

const PARAMETERS = { after: text() };

/** All journeys, to choose one. */
export function JourneyList() {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const asked = useAsk(Journeys, { after: values.after || null }, { keep: true });
  const total = asked.data?.journeys.totalCount;
  return (
    <Page title="Journeys" ignored={ignored} finding={total === undefined ? null : `${count(total, "journey")} told by customers' steps.`}>
      <Answer of={asked}>
        {({ journeys: { edges, pageInfo } }) =>
          edges.length === 0 ? (
            <Notice title="No journeys yet">
              <p>A journey comes with the files that tell it: a bundle, a workbook or a journey map.</p>
            </Notice>
          ) : (
            <div className={styles.page}>
              <ul className={styles.list}>
                {edges.map(({ node: journey }) => {
                  const phases = journey.within.edges.map(({ node }) => node.name);
                  const steps = journey.stages.edges.reduce((sum, { node }) => sum + node.steps.totalCount, 0);
                  return (
                    <li key={journey.key}>
                      <Link to={address({ view: "journeys", key: journey.key })} className={styles.journey}>
                        <span className={styles.name}>{journey.name}</span>
                        <span className={styles.state}>
                          {journey.state === "TO_BE" ? "To-be" : journey.state === "AS_IS" ? "As-is" : ""}
                        </span>
                        <span className={styles.more}>
                          {listed(journey.for.edges.map(({ node }) => node.name)) || "for nobody in particular"}
                        </span>
                        <span className={styles.more}>
                          {phases.length > 0 ? `in ${listed(phases)}` : "in no phase"} · {count(journey.stages.totalCount, "stage")},{" "}
                          {count(steps, "step")}
                        </span>
                      </Link>
                    </li>
                  );
                })}
              </ul>
              {pageInfo.hasNextPage ? (
                <Button onClick={() => change({ after: pageInfo.endCursor ?? "" }, { push: true })}>Next</Button>
              ) : null}
            </div>
          )
        }
      </Answer>
    </Page>
  );
}
