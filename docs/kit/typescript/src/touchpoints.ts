/** Lists touchpoints that feel bad, page by page: `node src/touchpoints.ts e-mail milkymap/i-become-a-customer`. */
import { ask } from "./client.ts";
import { graphql, type ResultOf, type VariablesOf } from "./graphql.ts";

const Pains = graphql(`
  fragment Pains on PainOccursAtFromPainPointConnection @_unmask {
    edges {
      node {
        name
        supportedBy(kinds: [QUOTE]) { edges { node { __typename ... on Quote { text } } } }
      }
    }
  }
`);

const Touchpoints = graphql(
  `
    query Touchpoints($where: TouchpointFilter, $first: Int, $after: String) {
      touchpoints(where: $where, first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            name
            painPoints { ...Pains }
            steps { edges { node { name painPoints { ...Pains } } } }
          }
        }
      }
    }
  `,
  [Pains],
);

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

function tell(place: string, pains: ResultOf<typeof Pains>): void {
  for (const { node: pain } of pains.edges) {
    console.log(`  ${place}: ${pain.name}`);
    for (const { node } of pain.supportedBy.edges) {
      // What supports a pain point can be of several kinds: only a quote has a text.
      if (node.__typename === "Quote") console.log(`    “${node.text}”`);
    }
  }
}

const [channel = "e-mail", phase = "milkymap/i-become-a-customer"] = process.argv.slice(2);
const inPhase = { some: { key: { eq: phase } } };
const where: Where = {
  steps: {
    some: {
      via: { some: { key: { eq: channel } } },
      feelings: { some: { score: { lt: 0 } } },
      stage: { or: [{ within: inPhase }, { journey: { within: inPhase } }] },
    },
  },
};

for await (const { totalCount, edges } of pages(where, 1)) {
  for (const { node } of edges) {
    console.log(`${node.name}, one of ${totalCount}`);
    tell("there", node.painPoints);
    for (const { node: step } of node.steps.edges) tell(step.name, step.painPoints);
  }
}
