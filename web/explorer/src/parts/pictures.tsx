import type { ReactNode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Alone } from "../drawing/Drawing.tsx";
import { fileName, png, save, standalone } from "./exports.ts";

/** Ways to take a picture along that is drawn out of sight; `picture` gives a drawing, or nothing where there is none. */
export function pictureWays(title: string, picture: () => ReactNode, file = title) {
  const saved = (ending: string, type: string, made: (drawing: SVGSVGElement) => Promise<BlobPart>) => () =>
    drawn(title, picture(), async (drawing) => save(fileName(file, ending), await made(drawing), type));
  return [
    { word: "Picture (SVG)", run: saved("svg", "image/svg+xml", standalone) },
    {
      word: "Picture (PNG)",
      run: saved("png", "image/png", async (drawing) => png(await standalone(drawing), drawing.viewBox.baseVal)),
    },
  ];
}

async function drawn(title: string, picture: ReactNode, use: (drawing: SVGSVGElement) => Promise<void>): Promise<void> {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  flushSync(() => root.render(<Alone value={title}>{picture}</Alone>));
  const drawing = place.querySelector("svg");
  try {
    if (drawing) await use(drawing);
  } finally {
    root.unmount();
    place.remove();
  }
}
