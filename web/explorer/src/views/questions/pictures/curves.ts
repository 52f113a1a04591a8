import type { Row } from "../asking.ts";
import { type EvidenceValue, nodeName } from "../values.ts";
import { strongest } from "../../evidence/words.ts";
import type { LineChart, Lines } from "./picture.ts";
import { node, num, ref, rowsIn } from "./reading.ts";

/** What is felt through each journey, place by place. */
export function emotionCurve(rows: readonly Row[]): Lines {
  const byJourney = Map.groupBy(rows, (row) => ref(node(row, "journey") ?? NONE));
  return { type: "lines", charts: [...byJourney.values()].map(feelings) };
}

const NONE = { kind: "", key: "", name: null };

function feelings(rows: readonly Row[]): LineChart {
  const journey = node(rows[0] ?? {}, "journey");
  const placeOf = (row: Row) => node(row, "microMoment") ?? node(row, "step") ?? node(row, "stage") ?? NONE;
  const places = [...new Map(rows.map((row) => [ref(placeOf(row)), placeOf(row)])).values()];
  const series = [...Map.groupBy(rows, (row) => ref(node(row, "persona") ?? NONE)).values()].map((own) => {
    const first = new Map<string, Row>();
    for (const row of own) if (!first.has(ref(placeOf(row)))) first.set(ref(placeOf(row)), row);
    const at = places.map((place) => first.get(ref(place)));
    return {
      name: nodeName(node(own[0] ?? {}, "persona") ?? NONE),
      values: at.map((row) => (row ? num(row, "score") : null)),
      bases: at.map((row) => row && strongest(rowsIn(row, "evidence") as unknown as readonly EvidenceValue[])),
      lowest: at.flatMap((row, place) => (row?.lowest === true ? [place] : [])),
    };
  });
  return {
    title: journey ? nodeName(journey) : "",
    node: journey,
    labels: places.map(nodeName),
    range: [-1, 1],
    feelings: true,
    series,
  };
}

/** How a metric goes from phase to phase, for each group. */
export function metricByPhase(rows: readonly Row[]): Lines {
  const byMetric = Map.groupBy(rows, (row) => ref(node(row, "metric") ?? NONE));
  return {
    type: "lines",
    charts: [...byMetric.values()].map((own) => {
      const metric = node(own[0] ?? {}, "metric");
      const phases = [...new Map(own.map((row) => [ref(node(row, "phase") ?? NONE), node(row, "phase") ?? NONE])).values()];
      const values = own.flatMap((row) => num(row, "value") ?? []);
      const [least, most] = [Math.min(...values, 0), Math.max(...values, 1)];
      return {
        title: metric ? nodeName(metric) : "",
        node: metric,
        labels: phases.map(nodeName),
        range: [least, most] as const,
        feelings: false,
        series: [...Map.groupBy(own, (row) => ref(node(row, "among") ?? NONE)).values()].map((group) => {
          const at = new Map(group.map((row) => [ref(node(row, "phase") ?? NONE), row]));
          const among = node(group[0] ?? {}, "among");
          return {
            name: among ? nodeName(among) : "all",
            values: phases.map((phase) => num(at.get(ref(phase)) ?? {}, "value")),
            bases: phases.map(() => "measured" as const),
            lowest: [],
          };
        }),
      };
    }),
  };
}

