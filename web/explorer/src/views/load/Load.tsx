import { useCaller } from "../../api/useCaller.ts";
import { Page } from "../../frame/Page.tsx";
import type { ViewProps } from "../../routes.ts";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { text } from "../../parameters.ts";
import { Drop } from "./Drop.tsx";
import styles from "./Load.module.css";
import { Plan } from "./Plan.tsx";
import { RunList } from "./RunList.tsx";
import { RunView } from "./RunView.tsx";

const PARAMETERS = { job: text() };

/** Loading, in steps that can be looked at one after the other; and what earlier loads did. */
export default function Load({ of: run }: ViewProps) {
  return run === undefined ? <Steps /> : <RunView run={run} />;
}

function Steps() {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const caller = useCaller();
  const editor = caller?.role === "EDITOR";
  return (
    <Page title="Load" ignored={ignored} finding="Drop files, see what they would change, then change it. Nothing is written before.">
      <div className={styles.page}>
        <div className={styles.steps}>
          {caller && !editor ? (
            <Notice title="Only an editor loads">
              <p>
                You are “{caller.name}”, a reader here. Whoever runs the server makes a token for an editor with{" "}
                <code>journeygraph token create NAME --role editor</code>. What was loaded is listed beside.
              </p>
            </Notice>
          ) : (
            <>
              <Drop onPlanned={(job) => change({ job }, { push: true })} />
              {values.job ? <Plan job={values.job} onAgain={() => change({ job: "" })} /> : null}
            </>
          )}
        </div>
        <RunList />
      </div>
    </Page>
  );
}
