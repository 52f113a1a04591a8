import { address } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { FindField } from "../../frame/FindField.tsx";
import { Page } from "../../frame/Page.tsx";
import { KINDS } from "../../kinds.ts";
import { buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { count } from "../../words.ts";
import { Counts } from "./Counts.tsx";
import styles from "./Home.module.css";
import { Holdings } from "./home.graphql.ts";
import { Runs } from "./Runs.tsx";
import { Weaknesses } from "./Weaknesses.tsx";

/** What this knowledge base holds, where it is weak, and what came in last. */
export default function Home() {
  const { ignored } = useParameters({});
  const asked = useAsk(Holdings, {});
  const kinds = asked.data?.kinds.filter(({ kind }) => KINDS[kind].family !== "records");
  const nodes = kinds?.reduce((sum, kind) => sum + kind.count, 0);
  return (
    <Page
      title="What do we know?"
      ignored={ignored}
      finding={nodes === undefined ? "…" : `${count(nodes, "thing")} of ${count(kinds?.filter((kind) => kind.count > 0).length ?? 0, "kind")}, each with who said so.`}
    >
      <div className={styles.page}>
        <div className={styles.find}>
          <FindField large />
        </div>
        <Answer of={asked}>
          {({ kinds: all, runs }) =>
            nodes === 0 ? (
              <Notice
                title="This knowledge base is empty"
                actions={
                  <Link to={address({ view: "load" })} className={buttonClass("main")}>
                    Load files
                  </Link>
                }
              >
                <p>Load what your team has: bundles, workbooks, journey maps. The sample comes with `journeygraph demo`.</p>
              </Notice>
            ) : (
              <>
                <Counts kinds={all} />
                <div className={styles.columns}>
                  <Weaknesses />
                  <Runs rows={runs.rows} total={runs.totalCount} />
                </div>
              </>
            )
          }
        </Answer>
      </div>
    </Page>
  );
}
