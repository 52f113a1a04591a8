import type { ReactNode } from "react";

/** A drawing that can be exported as it is: its background and its letters are its own. */
export function Drawing({ width, height, label, children }: { width: number; height: number; label: string; children: ReactNode }) {
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={label}
      data-picture
      fontFamily="var(--sans)"
      fontSize={12}
      fill="var(--ink)"
    >
      <rect width={width} height={height} fill="var(--surface)" />
      {children}
    </svg>
  );
}
