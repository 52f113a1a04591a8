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

function felt({ feelings }: Step): string {
  // A score can be null: then it was not recorded, and is no zero.
  const told = feelings.edges.map(({ node: { score, emotion, persona } }) => {
    const number = score === null ? "?" : score.toFixed(1).replace(/^(?=\d)/, "+");
    return `${number} ${emotion?.name ?? "not named"} (${persona?.name ?? "nobody"})`;
  });
  return told.join("; ");
}

const key = process.argv[2] ?? "newspaper-first-use";
const { journey } = await ask(JourneyMap, { key });
if (!journey) throw new Error(`There is no journey ${key}.`);
console.log(`${journey.name}\nfor ${names(journey.for)}`);
for (const { node: stage } of journey.stages.edges) {
  console.log(`\n${stage.name}`);
  for (const { node: step } of stage.steps.edges) {
    console.log(`  ${step.name} | ${names(step.via) || "channel not recorded"} | ${felt(step) || "nothing recorded"}`);
  }
}
