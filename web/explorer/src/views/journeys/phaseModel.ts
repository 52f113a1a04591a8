import { type Cell, painOf } from "./lanes.ts";
import { type Column, distinct, emptyColumn, type Group, inOrder, type MapModel } from "./model.ts";
import type { PhaseMapQuery } from "./phases.graphql.ts";

type Model = NonNullable<PhaseMapQuery["lifecycleModel"]>;
type Journey = Model["phases"]["edges"][number]["node"]["journeys"]["edges"][number]["node"];

/** A lifecycle from far away: a group for each phase, a column for each journey in it. */
export function phaseModel(model: Model): { model: MapModel; cells: Cell[] } {
  const groups: Group[] = [];
  const columns: Column[] = [];
  const cells: Cell[] = [];
  for (const { node: phase } of model.phases.edges) {
    const first = columns.length;
    for (const { node: journey } of phase.journeys.edges) {
      columns.push(columnOf(journey, groups.length));
      cells.push(cellOf(journey));
    }
    if (columns.length === first) {
      columns.push(emptyColumn({ kind: "phase", key: phase.key }, "No journeys recorded", groups.length));
      cells.push(NOTHING);
    }
    groups.push({ ref: { kind: "phase", key: phase.key }, name: phase.name, first, size: columns.length - first });
  }
  return { model: { zoom: "phase", groups, columns, channels: inOrder(columns) }, cells };
}

const NOTHING: Cell = { pains: [], metrics: [], ideas: [], behind: [], evidence: 0, against: 0 };

function stepsOf(journey: Journey) {
  return journey.stages.edges.flatMap(({ node }) => node.steps.edges.map((edge) => edge.node));
}

function columnOf(journey: Journey, group: number): Column {
  const steps = stepsOf(journey);
  return {
    ref: { kind: "journey", key: journey.key },
    name: journey.name,
    below: journey.state === "TO_BE" ? "To-be" : journey.state === "AS_IS" ? "As-is" : undefined,
    group,
    step: undefined,
    touchpoints: [],
    channels: distinct(steps.flatMap(({ via }) => via.edges.map(({ node }) => node))),
    moments: distinct(steps.flatMap(({ momentsOfTruth }) => momentsOfTruth.edges.map(({ node }) => node))),
    verdict: undefined,
    inside: journey.stages.edges.map(({ node }) => ({
      ref: { kind: "stage", key: node.key },
      name: node.name,
      moment: undefined,
    })),
    description: undefined,
  };
}

function cellOf(journey: Journey): Cell {
  const pains = distinct(stepsOf(journey).flatMap(({ painPoints }) => painPoints.edges.map(({ node }) => node)));
  return { ...NOTHING, pains: pains.map(painOf) };
}
