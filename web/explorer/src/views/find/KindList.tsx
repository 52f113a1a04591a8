import { best } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import type { Operation } from "../../api/operation.ts";
import { Page } from "../../frame/Page.tsx";
import { inSentence, lookOf, tokenOf } from "../../kinds.ts";
import { Button } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { count } from "../../words.ts";
import { KindNames } from "./findAll.graphql.ts";
import styles from "./FindPage.module.css";

interface Listed {
  readonly all: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: { readonly key: string; readonly name: string } }[];
  };
}

interface Props {
  kind: string;
  after: string;
  ignored: readonly string[];
  onPage: (after: string) => void;
}

/** All things of one kind, page by page. */
export function KindList({ kind, after, ignored, onPage }: Props) {
  const names = useAsk(KindNames, {});
  const connection = names.data?.kinds.find((one) => one.kind === kind)?.connection;
  const asked = useAsk(listOf(connection ?? ""), { after: after || null }, { enabled: connection !== undefined, keep: true });
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

/** What asks for a page of a kind: the field is the API's own word for its list. */
function listOf(connection: string): Operation<Listed, { after: string | null }> {
  return {
    name: `List ${connection}`,
    text: `query List($after: String) {
  all: ${connection}(first: 50, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { key name } }
  }
}`,
  };
}
