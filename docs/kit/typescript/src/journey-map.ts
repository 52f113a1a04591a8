/** Draws a journey map in a terminal: `node src/journey-map.ts newspaper-first-use`. */
import { ask } from "./client.ts";
import { graphql, type ResultOf } from "./graphql.ts";

const StepParts = graphql(`
  fragment StepParts on Step @_unmask {
    name
    via { edges { node { name } } }
    feelings { edges { node { score emotion { name } persona { name } } } }
  }
`);

const JourneyMap = graphql(
  `
    query JourneyMap($key: String!) {
      journey(key: $key) {
        name
        for { edges { node { name } } }
        stages(first: 50) {
          edges { node { name steps(first: 50) { edges { node { ...StepParts } } } } }
        }
      }
    }
  `,
  [StepParts],
);

type Step = ResultOf<typeof StepParts>;

const names = (list: { edges: { node: { name: string } }[] }) => list.edges.map(({ node }) => node.name).join(", ");

/** What is felt at a step; a score can be null: then it was not recorded, and is no zero. */
function* felt({ feelings }: Step): Generator<string> {
  for (const { node } of feelings.edges) {
    const score = node.score === null ? "not recorded" : node.score.toFixed(1);
    yield `${score} ${node.emotion?.name ?? "without a name"}: ${node.persona?.name ?? "nobody is named"}`;
  }
}

const key = process.argv[2] ?? "newspaper-first-use";
const { journey } = await ask(JourneyMap, { key });
if (!journey) throw new Error(`There is no journey ${key}.`);
console.log(`${journey.name}\nfor: ${names(journey.for)}`);
for (const { node: stage } of journey.stages.edges) {
  console.log(`\n${stage.name}`);
  for (const { node: step } of stage.steps.edges) {
    console.log(`  ${step.name} (${names(step.via) || "no channel recorded"})`);
    for (const line of felt(step)) console.log(`    ${line}`);
  }
}
