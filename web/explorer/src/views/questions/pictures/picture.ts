import type { Basis } from "../../../parts/marks.tsx";
import type { NodeValue } from "../values.ts";

/** What an answer is drawn as: plain data, so that how rows become pictures can be tested without drawing. */

export interface Bar {
  readonly label: string;
  readonly node: NodeValue | undefined;
  /** Null: not recorded, which is not zero. */
  readonly value: number | null;
  readonly text: string;
  readonly note: string | undefined;
}

/** Bars in groups, on one scale for each group. */
export interface Bars {
  readonly type: "bars";
  readonly groups: readonly { readonly title: string; readonly bars: readonly Bar[] }[];
}

export interface MatrixCell {
  readonly text: string;
  /** From 0 to 1: how dark it is. */
  readonly weight: number;
}

export interface Matrix {
  readonly type: "matrix";
  readonly corner: string;
  readonly columns: readonly NodeValue[];
  readonly rows: readonly { readonly node: NodeValue; readonly note: string | undefined; readonly cells: readonly (MatrixCell | undefined)[] }[];
}

export interface Scatter {
  readonly type: "scatter";
  readonly x: Axis;
  readonly y: Axis;
  readonly points: readonly { readonly node: NodeValue; readonly x: number; readonly y: number; readonly strong: boolean }[];
}

export interface Axis {
  readonly label: string;
  readonly range: readonly [number, number];
  /** Where the quarter of interest begins. */
  readonly mark: number;
}

export interface LineChart {
  readonly title: string;
  readonly node: NodeValue | undefined;
  readonly labels: readonly string[];
  /** From where to where the heights go. */
  readonly range: readonly [number, number];
  /** Whether the heights are feelings, with their zones. */
  readonly feelings: boolean;
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
    readonly bases: readonly (Exclude<Basis, "gap"> | undefined)[];
    readonly lowest: readonly number[];
  }[];
}

export interface Lines {
  readonly type: "lines";
  readonly charts: readonly LineChart[];
}

export interface Chain {
  readonly nodes: readonly NodeValue[];
  readonly links: readonly { readonly words: string; readonly basis: Basis; readonly strength: number | null; readonly backward: boolean }[];
  /** Where it breaks off, in words. */
  readonly gap: string | undefined;
  readonly note: string | undefined;
}

export interface Chains {
  readonly type: "chains";
  readonly chains: readonly Chain[];
}

export interface Tree {
  readonly type: "tree";
  readonly items: readonly { readonly depth: number; readonly node: NodeValue; readonly note: string | undefined; readonly gap: boolean }[];
}

export interface Sides {
  readonly type: "sides";
  readonly heads: readonly string[];
  readonly rows: readonly {
    readonly node: NodeValue | undefined;
    readonly label: string;
    readonly mark: string | undefined;
    /** One for each head; empty: nothing there. */
    readonly cells: readonly (readonly string[])[];
  }[];
}

export interface Flows {
  readonly type: "flows";
  readonly flows: readonly {
    readonly from: NodeValue | undefined;
    readonly to: NodeValue | undefined;
    readonly words: string;
    readonly basis: Basis;
    /** How many took it; null: not counted. */
    readonly weight: number | null;
    readonly back: boolean;
    /** A missing or broken way. */
    readonly broken: boolean;
  }[];
}

export type Picture = Bars | Matrix | Scatter | Lines | Chains | Tree | Sides | Flows;
