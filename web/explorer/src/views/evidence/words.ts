import { capitalised } from "../../words.ts";
import type { ClaimFragment } from "./evidence.graphql.ts";

/** Claims as sentences. */

export type Basis = "stated" | "inferred" | "measured";

/** Types whose own word makes no sentence. */
const SAID: Readonly<Record<string, string>> = {
  ABOUT: "is about",
  AT: "happens at",
  FOR: "is for",
  FROM: "comes from",
  NEXT: "is followed by",
  VIA: "goes through",
  WITHIN: "lies within",
};

/** A type of relationship as people say it: `OCCURS_AT` is "occurs at". */
export function relationWords(type: string): string {
  return SAID[type] ?? type.toLowerCase().replaceAll("_", " ");
}

/** How a claim is known, by all who make it: the strongest, as its line is drawn. */
export function strongest(claims: readonly Pick<ClaimFragment, "basis">[]): Basis | undefined {
  const bases = new Set(claims.map(({ basis }) => basis));
  return bases.has("MEASURED") ? "measured" : bases.has("STATED") ? "stated" : bases.has("INFERRED") ? "inferred" : undefined;
}

/** `Stated by 2 sources, inferred by 1`. */
export function basisWords(claims: readonly Pick<ClaimFragment, "basis" | "source">[]): string {
  const parts = (["MEASURED", "STATED", "INFERRED"] as const).flatMap((basis) => {
    const sources = new Set(claims.filter((claim) => claim.basis === basis).map(({ source }) => source));
    return sources.size > 0 ? [`${basis.toLowerCase()} by ${sources.size}${sources.size === 1 ? " source" : " sources"}`] : [];
  });
  return capitalised(parts.join(", ")) || "Not recorded";
}

/** The strength that counts: of the first claim that gives one; claims come with the one that counts first. */
export function counting(claims: readonly Pick<ClaimFragment, "strength">[]): number | null {
  return claims.find(({ strength }) => strength !== null)?.strength ?? null;
}

/** Whether claims give different strengths. */
export function strengthsDiffer(claims: readonly Pick<ClaimFragment, "strength">[]): boolean {
  return new Set(claims.flatMap(({ strength }) => strength ?? [])).size > 1;
}
