import { Segments } from "../../parts/Segments.tsx";
import type { Zoom } from "./model.ts";

const ZOOMS: readonly { value: Zoom; word: string }[] = [
  { value: "phase", word: "Phase" },
  { value: "journey", word: "Journey" },
  { value: "micro", word: "Micro-moments" },
];

/** How close the map looks. */
export function ZoomSwitch({ zoom, onZoom }: { zoom: Zoom; onZoom: (zoom: Zoom) => void }) {
  return <Segments label="Zoom" options={ZOOMS} value={zoom} onChange={onZoom} />;
}
