/** Lists touchpoints that feel bad, page by page: `node src/touchpoints.ts e-mail milkymap/i-become-a-customer`. */
import { ask } from "./client.ts";
import { graphql, type ResultOf, type VariablesOf } from "./graphql.ts";

const Touchpoints = graphql(`
  query Touchpoints($where: TouchpointFilter, $first: Int, $after: String) {
    touchpoints(where: $where, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          key
          name
          painPoints {
            edges {
              node {
                name
                supportedBy(kinds: [QUOTE]) { edges { node { __typename ... on Quote { text } } } }
              }
            }
          }
        }
      }
    }
  }
`);

type Where = NonNullable<VariablesOf<typeof Touchpoints>["where"]>;
type Page = ResultOf<typeof Touchpoints>["touchpoints"];

/** All pages, each asked for when it is needed. */
async function* pages(where: Where, first: number): AsyncGenerator<Page> {
  let after: string | null = null;
  do {
    const { touchpoints: page }: ResultOf<typeof Touchpoints> = await ask(Touchpoints, { where, first, after });
    yield page;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
}

const [channel = "e-mail", phase = "milkymap/i-become-a-customer"] = process.argv.slice(2);
const inPhase = { some: { key: { eq: phase } } };
const where: Where = {
  steps: { some: { via: { some: { key: { eq: channel } } }, feelings: { some: { score: { lt: 0 } } } } },
  or: [
    { placedIn: inPhase },
    { steps: { some: { stage: { or: [{ within: inPhase }, { journey: { within: inPhase } }] } } } },
  ],
};

for await (const { totalCount, edges } of pages(where, 2)) {
  console.log(`A page of ${edges.length}, of ${totalCount} in all`);
  for (const { node } of edges) {
    console.log(`  ${node.name}`);
    for (const { node: pain } of node.painPoints.edges) {
      console.log(`    ${pain.name}`);
      for (const { node } of pain.supportedBy.edges) {
        // What supports a pain point can be of several kinds: only a quote has a text.
        if (node.__typename === "Quote") console.log(`      “${node.text}”`);
      }
    }
  }
}
