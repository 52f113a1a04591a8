import { count, number } from "../../../words.ts";
import type { Row } from "../asking.ts";
import { nodeName } from "../values.ts";
import type { Bars } from "./picture.ts";
import { node, num, percent, ref, text } from "./reading.ts";

/** How many contacts reach each phase, by model, metric and channel. */
export function funnel(rows: readonly Row[]): Bars {
  const title = (row: Row) =>
    [node(row, "model"), node(row, "metric"), node(row, "channel"), node(row, "among")]
      .flatMap((one) => (one ? nodeName(one) : []))
      .join(" · ") + (text(row, "ends") ? `, until ${text(row, "ends")}` : "");
  return {
    type: "bars",
    groups: [...Map.groupBy(rows, title)].map(([name, own]) => ({
      title: name,
      bars: own.map((row) => {
        const phase = node(row, "phase");
        const reached = num(row, "reached");
        const conversion = percent(num(row, "conversion"));
        return {
          label: phase ? nodeName(phase) : "",
          node: phase,
          value: reached,
          text: reached === null ? "not recorded" : number(reached),
          note: conversion && `${conversion} of the phase before`,
        };
      }),
    })),
  };
}

/** Feedback that was received, resolved and reported back, by touchpoint. */
export function feedbackLoop(rows: readonly Row[]): Bars {
  const steps = [
    ["received", "Received"],
    ["resolved", "Resolved"],
    ["reportedBack", "Reported back"],
  ] as const;
  return {
    type: "bars",
    groups: rows.map((row) => {
      const touchpoint = node(row, "touchpoint");
      return {
        title: touchpoint ? nodeName(touchpoint) : "",
        bars: steps.map(([field, label]) => ({
          label,
          node: undefined,
          value: num(row, field),
          text: number(num(row, field) ?? 0),
          note:
            field === "resolved"
              ? hours(num(row, "hoursToResolve"))
              : field === "reportedBack"
                ? hours(num(row, "hoursToReportBack"))
                : undefined,
        })),
      };
    }),
  };
}

function hours(value: number | null): string | undefined {
  return value === null ? undefined : `after ${count(Math.round(value), "hour")}`;
}

/** How long customers stay in phases, and whether there is a way out. */
export function stuck(rows: readonly Row[]): Bars {
  return {
    type: "bars",
    groups: [
      {
        title: "Longest stay",
        bars: rows.map((row) => {
          const phase = node(row, "phase");
          const longest = num(row, "longest");
          return {
            label: phase ? nodeName(phase) : "",
            node: phase,
            value: longest,
            text: longest === null ? "not recorded" : `${number(longest)} ${text(row, "unit") ?? ""}`.trim(),
            note: text(row, "wayOut")?.toLowerCase().replaceAll("_", " "),
          };
        }),
      },
    ],
  };
}

/** Visits, and how few purchases come of them. */
export function visitsWithoutPurchase(rows: readonly Row[]): Bars {
  return {
    type: "bars",
    groups: rows.map((row) => {
      const who = node(row, "who");
      const stops = node(row, "stopsIn");
      const [visits, purchases] = [num(row, "visits"), num(row, "purchases")];
      return {
        title: who ? nodeName(who) : ref({ kind: "segment", key: "", name: null }),
        bars: [
          { label: "Visits", node: undefined, value: visits, text: number(visits ?? 0), note: undefined },
          {
            label: "Purchases",
            node: undefined,
            value: purchases,
            text: purchases === null ? "not recorded" : number(purchases),
            note: [percent(num(row, "purchasesPerVisit")), stops && `stops in ${nodeName(stops)}`].filter(Boolean).join(", ") || undefined,
          },
        ],
      };
    }),
  };
}
