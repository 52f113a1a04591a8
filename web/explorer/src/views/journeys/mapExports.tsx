import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { csv, fileName, png, save, standalone } from "../../parts/exports.ts";
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
  return [
    { word: "Print, or save as PDF", run: () => window.print() },
    {
      word: "Picture (SVG)",
      run: () => drawn(shown, (picture) => save(fileName(shown.name, "svg"), standalone(picture), "image/svg+xml")),
    },
    {
      word: "Picture (PNG)",
      run: () =>
        drawn(shown, (picture) => void png(picture).then((dots) => save(fileName(shown.name, "png"), dots, "image/png"))),
    },
    { word: "Table (CSV)", run: () => save(fileName(shown.name, "csv"), csv(table(shown)), "text/csv") },
  ];
}

/** Draw the picture out of sight, for as long as it is needed. */
function drawn({ name, sides, curves }: Shown, use: (picture: SVGSVGElement) => void): void {
  const side = sides.at(-1);
  if (!side) return;
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  flushSync(() => root.render(<MapPicture name={name} side={side} curves={curves} />));
  const picture = place.querySelector("svg");
  if (picture) use(picture);
  root.unmount();
  place.remove();
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
