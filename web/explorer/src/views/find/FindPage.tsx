import { useEffect } from "react";
import { address, best } from "../../addresses.ts";
import { announce } from "../../announce.ts";
import { useAsk } from "../../api/ask.ts";
import { HitLine } from "../../frame/HitLine.tsx";
import { Page } from "../../frame/Page.tsx";
import { KINDS, lookOf, tokenOf } from "../../kinds.ts";
import type { Kind } from "../../frame/find.graphql.ts";
import { Button } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { list, text } from "../../parameters.ts";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { useParameters } from "../../useParameters.ts";
import { count, number } from "../../words.ts";
import { FindAll } from "./findAll.graphql.ts";
import styles from "./FindPage.module.css";
import { KindList } from "./KindList.tsx";

const PARAMETERS = { q: text(), kind: list(), after: text() };
const PAGE = 50;

/** All that holds some words, page by page, with how many there are of each kind. */
export default function FindPage() {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const kinds = values.kind.map((kind) => kind.toUpperCase()).filter((kind): kind is Kind => Object.hasOwn(KINDS, kind));
  const asked = useAsk(
    FindAll,
    { text: values.q, kinds: kinds.length > 0 ? kinds : null, first: PAGE, after: values.after || null },
    { enabled: values.q !== "", keep: true },
  );
  const total = asked.data?.search.totalCount;
  useEffect(() => {
    if (total !== undefined) announce(count(total, "hit"));
  }, [total]);

  const [only] = kinds;
  if (values.q === "" && only) {
    return <KindList kind={only} after={values.after} ignored={ignored} onPage={(after) => change({ after }, { push: true })} />;
  }
  if (values.q === "") {
    return (
      <Page title="Find" ignored={ignored}>
        <Notice title="Nothing to look for">
          <p>
            Type into the field at the top; <kbd>/</kbd> leads there. A kind and a colon narrow it, as in{" "}
            <code>persona: anna</code>.
          </p>
        </Notice>
      </Page>
    );
  }
  return (
    <Page title={`Find “${values.q}”`} ignored={ignored} finding={total === undefined ? null : count(total, "hit")}>
      <Answer of={asked}>
        {({ search, everywhere }) => (
          <div className={styles.page}>
            <nav aria-label="Kinds" className={styles.kinds}>
              <Link
                to={address({ view: "find" }, { q: values.q })}
                className={styles.kind}
                aria-current={kinds.length === 0 ? "true" : undefined}
              >
                All kinds <span>{number(everywhere.totalCount)}</span>
              </Link>
              {everywhere.facets.map(({ kind, count: there }) => (
                <Link
                  key={kind}
                  to={address({ view: "find" }, { q: values.q, kind: tokenOf(kind) })}
                  className={styles.kind}
                  aria-current={kinds.includes(kind) ? "true" : undefined}
                >
                  {lookOf(kind).many} <span>{number(there)}</span>
                </Link>
              ))}
            </nav>
            <div className={styles.hits}>
              {search.edges.length === 0 ? (
                <Notice title="Nothing holds these words">
                  <p>All words have to be there. Fewer words, or the beginning of one, find more.</p>
                </Notice>
              ) : null}
              <ul>
                {search.edges.map((hit) => (
                  <li key={`${hit.node.kind}:${hit.node.key}`}>
                    <Link className={styles.hit} to={best({ kind: tokenOf(hit.node.kind), key: hit.node.key })}>
                      <HitLine hit={hit} />
                      <span className={styles.one}>{lookOf(hit.node.kind).one}</span>
                    </Link>
                  </li>
                ))}
              </ul>
              <div className={styles.pages}>
                {values.after ? <Button onClick={() => change({ after: "" })}>Back to the first</Button> : null}
                {search.pageInfo.hasNextPage ? (
                  <Button onClick={() => change({ after: search.pageInfo.endCursor ?? "" }, { push: true })}>Next</Button>
                ) : null}
                {search.complete ? null : <p>These are pages of the best 2 000 hits. More words narrow them.</p>}
              </div>
            </div>
          </div>
        )}
      </Answer>
    </Page>
  );
}
