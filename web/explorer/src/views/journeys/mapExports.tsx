import { csv, fileName, save } from "../../parts/exports.ts";
import { pictureWays } from "../../parts/pictures.tsx";
import { listed } from "../../words.ts";
import { MapPicture, type PictureProps } from "./MapPicture.tsx";

/** How a map can be taken along. */
export function mapExports(shown: PictureProps) {
  return [
    { word: "Print, or save as PDF", run: () => window.print() },
    ...pictureWays(shown.name, () => <MapPicture {...shown} />),
    { word: "Table (CSV)", run: () => save(fileName(shown.name, "csv"), csv(table(shown)), "text/csv") },
  ];
}

/** A row for each column of the map: what is felt there, through which channel, what hurts, and how well it is backed. */
export function table({ sides, curves }: Pick<PictureProps, "sides" | "curves">): (string | number | undefined)[][] {
  const head = ["side", "stage", "step", "touchpoints", "channels", "moments of truth", "pain points", "evidence", "against"];
  const felt = curves.flatMap(({ persona, side }) => [
    `score: ${persona.name}${side ? ` ${side}` : ""}`,
    `feeling: ${persona.name}${side ? ` ${side}` : ""}`,
  ]);
  const rows = sides.flatMap(({ word, model, cells }) =>
    model.columns.flatMap((column, place) => {
      if (column.ref.kind === "nothing") return [];
      const cell = cells[place];
      const names = (all: readonly { name: string }[]) => listed(all.map(({ name }) => name));
      const scores = curves.flatMap((curve) => {
        const mine = sides.length === 1 || curve.side === word;
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
