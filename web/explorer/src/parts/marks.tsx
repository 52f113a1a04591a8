import { useId } from "react";

/** The marks that say how a claim is known and how strong it is. Basis is the style of a line, never a colour. */

export type Basis = "stated" | "inferred" | "measured" | "gap";

/** On what a claim can rest. */
export const BASES = ["stated", "inferred", "measured"] as const;

export const BASIS_WORDS: Readonly<Record<Basis, string>> = {
  stated: "Stated",
  inferred: "Inferred",
  measured: "Measured",
  gap: "Gap",
};

/** A piece of line as it is drawn for a basis. */
export function BasisLine({ basis, width = 28 }: { basis: Basis; width?: number }) {
  const y = 5;
  const line = { x1: 1, x2: width - 1, y1: y, y2: y };
  return (
    <svg width={width} height={10} stroke="currentColor" aria-hidden>
      {basis === "measured" ? (
        <>
          <line {...line} y1={y - 2.2} y2={y - 2.2} strokeWidth={1.6} />
          <line {...line} y1={y + 2.2} y2={y + 2.2} strokeWidth={1.6} />
        </>
      ) : basis === "inferred" ? (
        <line {...line} strokeWidth={2} strokeDasharray="6 4" />
      ) : basis === "gap" ? (
        <line {...line} strokeWidth={2} strokeDasharray="0.1 4.4" strokeLinecap="round" />
      ) : (
        <line {...line} strokeWidth={2} />
      )}
    </svg>
  );
}

const STRENGTHS = ["not recorded", "weak", "medium", "strong"] as const;

export function strengthWord(strength: number | null | undefined): string {
  return STRENGTHS[strength ?? 0] ?? "not recorded";
}

/** Three bars, filled up to the strength; all hollow where none is recorded. */
export function Strength({ strength, bare = false }: { strength: number | null | undefined; bare?: boolean }) {
  const filled = strength ?? 0;
  const title = useId();
  const label = `Strength: ${strengthWord(strength)}`;
  return (
    <svg width={17} height={12} {...(bare ? { "aria-hidden": true } : { role: "img", "aria-labelledby": title })}>
      {bare ? null : <title id={title}>{label}</title>}
      {[0, 1, 2].map((bar) => {
        const height = 5 + bar * 3;
        return (
          <rect
            key={bar}
            x={bar * 6 + 0.75}
            y={11.25 - height}
            width={3.5}
            height={height}
            fill={bar < filled ? "currentColor" : "none"}
            stroke="currentColor"
            strokeWidth={1}
          />
        );
      })}
    </svg>
  );
}

/** The star that stands for a moment of truth. */
export function Star({ size = 16 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden>
      <circle cx={8} cy={8} r={8} fill="var(--ink)" />
      <path
        d="M8 3.2 9.4 6.4 12.9 6.7 10.2 9 11.1 12.4 8 10.6 4.9 12.4 5.8 9 3.1 6.7 6.6 6.4Z"
        fill="var(--surface)"
      />
    </svg>
  );
}
