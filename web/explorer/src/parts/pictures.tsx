import type { ReactNode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { fileName, png, save, standalone } from "./exports.ts";

/** Ways to take a picture along that is drawn out of sight; `picture` gives an SVG, or nothing where there is none. */
export function pictureWays(name: string, picture: () => ReactNode) {
  return [
    {
      word: "Picture (SVG)",
      run: () => drawn(picture(), (drawing) => save(fileName(name, "svg"), standalone(drawing), "image/svg+xml")),
    },
    {
      word: "Picture (PNG)",
      run: () => drawn(picture(), (drawing) => void png(drawing).then((dots) => save(fileName(name, "png"), dots, "image/png"))),
    },
  ];
}

function drawn(picture: ReactNode, use: (drawing: SVGSVGElement) => void): void {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  flushSync(() => root.render(picture));
  const drawing = place.querySelector("svg");
  if (drawing) use(drawing);
  root.unmount();
  place.remove();
}
