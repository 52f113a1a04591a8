/** How wide a letter is on average, as a part of the size of the font. */
const LETTER = 0.55;

let canvas: CanvasRenderingContext2D | null | undefined;
let family = "";

/** How wide a text is in pixels, in the letters of the page; outside of a browser, by the average letter. */
export function widthOf(text: string, size: number, weight: number): number {
  if (typeof document === "undefined") return text.length * size * LETTER;
  if (canvas === undefined) {
    canvas = document.createElement("canvas").getContext("2d");
    family = getComputedStyle(document.body).fontFamily;
  }
  if (!canvas) return text.length * size * LETTER;
  canvas.font = `${weight} ${size}px ${family}`;
  return canvas.measureText(text).width;
}
