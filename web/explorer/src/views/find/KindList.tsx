import { best } from "../../addresses.ts";
import { Page } from "../../frame/Page.tsx";
import { useKindPage } from "../../kindPages.ts";
import { inSentence, lookOf, tokenOf } from "../../kinds.ts";
import { Button } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { count } from "../../words.ts";
import styles from "./FindPage.module.css";

interface Props {
  kind: string;
  after: string;
  ignored: readonly string[];
  onPage: (after: string) => void;
}

/** All things of one kind, page by page. */
export function KindList({ kind, after, ignored, onPage }: Props) {
  const asked = useKindPage(kind, { first: 50, after });
  const { many } = lookOf(kind);
  const total = asked.data?.all.totalCount;
  return (
    <Page title={many} ignored={ignored} finding={total === undefined ? null : count(total, inSentence(lookOf(kind).one), inSentence(many))}>
      <Answer of={asked}>
        {({ all: { edges, pageInfo } }) => (
          <div className={styles.page}>
            <div className={styles.hits}>
              {edges.length === 0 ? <Notice title={`There are no ${inSentence(many)}`} /> : null}
              <ul>
                {edges.map(({ node: { key, name } }) => (
                  <li key={key}>
                    <Link className={styles.hit} to={best({ kind: tokenOf(kind), key })}>
                      <span className={styles.named}>
                        <Tile kind={kind} small /> {name}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
              <div className={styles.pages}>
                {after ? <Button onClick={() => onPage("")}>Back to the first</Button> : null}
                {pageInfo.hasNextPage ? <Button onClick={() => onPage(pageInfo.endCursor ?? "")}>Next</Button> : null}
              </div>
            </div>
          </div>
        )}
      </Answer>
    </Page>
  );
}
