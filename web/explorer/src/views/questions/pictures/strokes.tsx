import type { Basis } from "../../../parts/marks.tsx";

/** A line in a drawing, in the style of its basis. */
export function BasisStroke({ path, basis, width = 2, colour = "var(--ink2)" }: { path: string; basis: Basis; width?: number; colour?: string }) {
  if (basis === "measured") {
    return (
      <g fill="none">
        <path d={path} stroke={colour} strokeWidth={width + 4.5} />
        <path d={path} stroke="var(--surface)" strokeWidth={width + 0.8} />
      </g>
    );
  }
  const dash = basis === "inferred" ? "7 5" : basis === "gap" ? "0.1 5" : undefined;
  return (
    <path d={path} fill="none" stroke={colour} strokeWidth={width} strokeDasharray={dash} strokeLinecap={basis === "gap" ? "round" : "butt"} />
  );
}
