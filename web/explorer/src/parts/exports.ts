import { lettersFor } from "./letters.ts";

/** Files that are made here and saved by the browser. */

export type Cell = string | number | boolean | null | undefined;

/** A table as a file for spreadsheets: comma-separated, quoted where needed, and never with a formula in it. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

function field(value: Cell): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  // A spreadsheet runs what begins so; an apostrophe in front makes it a text. A number stays one.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Save a text or bytes as a file. */
export function save(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser has to have begun before the address goes.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A name for a file, from words that people wrote. */
export function fileName(words: string, ending: string): string {
  const plain = words.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").toLowerCase();
  return `${plain.slice(0, 80) || "journeygraph"}.${ending}`;
}

const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity"] as const;
const LETTERS = ["font-family", "font-size", "font-weight", "text-anchor"] as const;

/** A drawing as a text that needs nothing from here: with the colours of the light theme in it, and the letters that it is measured with. */
export async function standalone(drawing: SVGSVGElement): Promise<string> {
  const copy = coloured(drawing);
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = await lettersFor(copy.textContent);
  copy.prepend(style);
  return new XMLSerializer().serializeToString(copy);
}

function coloured(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const root = document.documentElement;
  const before = root.style.colorScheme;
  // What is computed is that of the light theme; nothing is painted in between.
  root.style.colorScheme = "light";
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [place, original] of [drawing, ...drawing.querySelectorAll("*")].entries()) {
    const to = copies[place];
    if (!to) continue;
    const computed = getComputedStyle(original);
    for (const name of ["svg", "text", "tspan"].includes(original.tagName) ? [...LOOKS, ...LETTERS] : LOOKS) {
      to.setAttribute(name, computed.getPropertyValue(name));
    }
    // A link leads to where the picture was made, wherever the file lies.
    if (original instanceof SVGAElement) to.setAttribute("href", new URL(original.href.baseVal, location.href).href);
    to.removeAttribute("class");
    to.removeAttribute("style");
  }
  root.style.colorScheme = before;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return copy;
}

/** A drawing that stands alone as a picture of dots, twice as fine as it is on the screen. */
export async function png(drawing: string, { width, height }: { width: number; height: number }): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("The browser could not draw the picture.")))),
  );
}
