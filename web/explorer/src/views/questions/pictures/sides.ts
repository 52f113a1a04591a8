import { words } from "../../../relations.ts";
import { number, score } from "../../../words.ts";
import type { Row } from "../asking.ts";
import { nodeName } from "../values.ts";
import type { Sides } from "./picture.ts";
import { neighbours, node, nodesIn, num, once, ref, rowsIn, text } from "./reading.ts";

/** Things side by side. */

/** Values on which datasets disagree: the one that shows first. */
export function disagreements(rows: readonly Row[]): Sides {
  const datasets = [...new Set(rows.flatMap((row) => rowsIn(row, "given").map((given) => text(given, "dataset") ?? "")))];
  return {
    type: "sides",
    heads: datasets,
    rows: rows.map((row) => {
      const of = node(row, "node");
      const given = rowsIn(row, "given");
      return {
        node: of,
        label: of ? nodeName(of) : "",
        mark: words(text(row, "field") ?? ""),
        cells: datasets.map((dataset) =>
          given.filter((one) => text(one, "dataset") === dataset).map((one) => `${text(one, "value") ?? ""}${one === given[0] ? " (shown)" : ""}`),
        ),
      };
    }),
  };
}

/** What is said through which channel at one place. */
export function messagesAcrossChannels(rows: readonly Row[]): Sides {
  const channels = once(rows.flatMap((row) => nodesIn(row, "channels")));
  return {
    type: "sides",
    heads: channels.map(nodeName),
    rows: rows.map((row) => {
      const place = node(row, "place");
      const messages = rowsIn(row, "messages");
      return {
        node: place,
        label: place ? nodeName(place) : "",
        mark: words(text(row, "agreement") ?? ""),
        cells: channels.map((channel) =>
          messages.flatMap((message) => {
            const content = node(message, "content");
            const here = neighbours(message, "channels").some((one) => ref(one) === ref(channel));
            return here && content ? [text(message, "words") ?? nodeName(content)] : [];
          }),
        ),
      };
    }),
  };
}

/** How another model's phases line up. */
export function phasesLinedUp(rows: readonly Row[]): Sides {
  const models = once(rows.flatMap((row) => node(row, "otherModel") ?? []));
  const byPhase = Map.groupBy(rows, (row) => ref(node(row, "phase") ?? { kind: "", key: "", name: null }));
  return {
    type: "sides",
    heads: models.map(nodeName),
    rows: [...byPhase.values()].map((own) => {
      const phase = node(own[0] ?? {}, "phase");
      const lonely = own.every((row) => !node(row, "counterpart"));
      return {
        node: phase,
        label: phase ? nodeName(phase) : "",
        mark: lonely ? "no counterpart" : own.some((row) => row.disputed === true) ? "≠ disputed" : undefined,
        cells: models.map((model) =>
          own.flatMap((row) => {
            const [other, counterpart] = [node(row, "otherModel"), node(row, "counterpart")];
            if (!other || !counterpart || ref(other) !== ref(model)) return [];
            return [`${nodeName(counterpart)} (${text(row, "degree")?.toLowerCase() ?? "?"})`];
          }),
        ),
      };
    }),
  };
}

/** What it costs to win customers, and what to keep them. */
export function costs(rows: readonly Row[]): Sides {
  const read = (measured: Row) => {
    const [metric, value] = [node(measured, "metric"), num(measured, "value")];
    return `${metric ? nodeName(metric) : ""}: ${value === null ? "not recorded" : number(value)} ${text(measured, "unit") ?? ""}`.trim();
  };
  return {
    type: "sides",
    heads: ["Acquisition", "Retention"],
    rows: rows.map((row) => {
      const [about, among, times] = [node(row, "about"), node(row, "among"), num(row, "times")];
      return {
        node: among ?? about,
        label: [about, among].flatMap((one) => (one ? nodeName(one) : [])).join(", "),
        mark: times === null ? undefined : `${number(times)} times as much`,
        cells: [rowsIn(row, "acquisition").map(read), rowsIn(row, "retention").map(read)],
      };
    }),
  };
}

/** What sources mean by one word. */
export function contradictedTerms(rows: readonly Row[]): Sides {
  const most = Math.max(1, ...rows.map((row) => rowsIn(row, "meanings").length));
  return {
    type: "sides",
    heads: Array.from({ length: most }, (_, place) => `Meaning ${place + 1}`),
    rows: rows.map((row) => {
      const term = node(row, "term");
      const meanings = rowsIn(row, "meanings").map((meaning) => {
        const definition = node(meaning, "definition");
        const sources = nodesIn(meaning, "sources").map(nodeName).join(", ");
        return `${definition ? nodeName(definition) : ""}${sources ? ` (${sources})` : ""}`;
      });
      return {
        node: term,
        label: term ? nodeName(term) : "",
        mark: words(text(row, "conflict") ?? ""),
        cells: Array.from({ length: most }, (_, place) => (meanings[place] ? [meanings[place]] : [])),
      };
    }),
  };
}

/** A journey as it is, and as it should be. */
export function asIsAndToBe(rows: readonly Row[]): Sides {
  const side = (row: Row, which: string) => {
    const of = row[which] as Row | null;
    if (!of) return [];
    const lowest = num(of, "lowest");
    return [
      nodeName(node(of, "step") ?? { kind: "", key: "", name: "" }),
      ...neighbours(of, "channels").map((channel) => `via ${nodeName(channel)}`),
      ...neighbours(of, "painPoints").map((pain) => `hurts: ${nodeName(pain)}`),
      ...(lowest === null ? [] : [`lowest ${score(lowest)}`]),
    ];
  };
  return {
    type: "sides",
    heads: ["As it is", "As it should be"],
    rows: rows.map((row) => {
      const differences = ((row.differences ?? []) as readonly string[]).map((one) => words(one).toLowerCase()).join(", ");
      const toBe = node(row, "toBe");
      return {
        node: toBe,
        label: toBe ? nodeName(toBe) : "",
        mark: [words(text(row, "change") ?? "").toLowerCase(), differences].filter(Boolean).join(": "),
        cells: [side(row, "before"), side(row, "after")],
      };
    }),
  };
}

/** Personas at the steps of one journey. */
export function personasCompared(rows: readonly Row[]): Sides {
  const personas = once(rows.flatMap((row) => rowsIn(row, "personas").flatMap((one) => node(one, "persona") ?? [])));
  return {
    type: "sides",
    heads: personas.map(nodeName),
    rows: rows.map((row) => {
      const step = node(row, "step");
      const apart = num(row, "apart");
      const at = rowsIn(row, "personas");
      return {
        node: step,
        label: step ? nodeName(step) : "",
        mark: [apart === null ? undefined : `${number(apart)} apart`, row.painsDiffer === true ? "other pains" : undefined].filter(Boolean).join(", ") || undefined,
        cells: personas.map((persona) => {
          const one = at.find((side) => ref(node(side, "persona") ?? persona) === ref(persona));
          if (!one) return [];
          const felt = num(one, "score");
          return [felt === null ? "not recorded" : score(felt), ...neighbours(one, "painPoints").map((pain) => `hurts: ${nodeName(pain)}`)];
        }),
      };
    }),
  };
}
