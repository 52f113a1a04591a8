import { csv, fileName, save } from "../../parts/exports.ts";
import { pictureWays } from "../../parts/pictures.tsx";
import { listed } from "../../words.ts";
import type { Curve } from "./curve.ts";
import { MapPicture } from "./MapPicture.tsx";
import type { Side } from "./MapGrid.tsx";

interface Shown {
  name: string;
  sides: readonly Side[];
  curves: readonly Curve[];
}

/** How a map can be taken along. */
export function mapExports(shown: Shown) {
  const side = shown.sides.at(-1);
  return [
    { word: "Print, or save as PDF", run: () => window.print() },
    ...pictureWays(shown.name, () => (side ? <MapPicture name={shown.name} side={side} curves={shown.curves} /> : null)),
    { word: "Table (CSV)", run: () => save(fileName(shown.name, "csv"), csv(table(shown)), "text/csv") },
  ];
}

/** A row for each column of the map: what is felt there, through which channel, what hurts, and how well it is backed. */
export function table({ sides, curves }: Shown): (string | number | undefined)[][] {
  const head = ["side", "stage", "step", "touchpoints", "channels", "moments of truth", "pain points", "evidence", "against"];
  const felt = curves.flatMap(({ persona, earlier }) => [
    `score: ${persona.name}${earlier ? " before" : ""}`,
    `feeling: ${persona.name}${earlier ? " before" : ""}`,
  ]);
  const rows = sides.flatMap(({ word, model, cells }) =>
    model.columns.flatMap((column, place) => {
      if (column.ref.kind === "nothing") return [];
      const cell = cells[place];
      const names = (all: readonly { name: string }[]) => listed(all.map(({ name }) => name));
      const scores = curves.flatMap((curve) => {
        const mine = sides.length === 1 || curve.earlier === (word === "before");
        const point = mine ? curve.points.find((one) => one.column === place && one.main) : undefined;
        return [point?.score, point && [point.emotion, point.basis].filter(Boolean).join(", ")];
      });
      return [
        [
          word ?? "",
          model.groups[column.group]?.name,
          column.name,
          names(column.touchpoints),
          names(column.channels),
          names(column.moments),
          cell && names(cell.pains),
          cell?.evidence,
          cell?.against,
          ...scores,
        ],
      ];
    }),
  );
  return [[...head, ...felt], ...rows];
}
