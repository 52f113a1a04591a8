import { type RefObject, useLayoutEffect, useState } from "react";
import { usePrinting } from "../../parts/usePrinting.ts";
import styles from "./LifecycleView.module.css";
import { DEGREES } from "./lifecycle.ts";
import type { AlignmentsQuery } from "./lifecycles.graphql.ts";

type Row = AlignmentsQuery["phasesLinedUp"]["rows"][number];

interface Line {
  readonly row: Row;
  readonly path: string;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
}

/** Lines from the phases above to their counterparts below; how exactly they correspond is told by the style. */
export function AlignmentLines({ board, rows, selected }: { board: RefObject<HTMLDivElement | null>; rows: readonly Row[]; selected: string }) {
  const [drawn, setDrawn] = useState<{ lines: Line[]; width: number; height: number }>({ lines: [], width: 0, height: 0 });
  const printing = usePrinting();
  useLayoutEffect(() => {
    const root = board.current;
    if (!root) return undefined;
    const measure = () => {
      const { left, top } = root.getBoundingClientRect();
      const box = (side: string, key: string) => root.querySelector(`[data-phase="${side} ${key}"]`)?.getBoundingClientRect();
      const lines = rows.flatMap((row) => {
        const [from, to] = [box("own", row.phase.key), row.counterpart ? box("beside", row.counterpart.key) : undefined];
        if (!from || !to) return [];
        const [x1, y1] = [from.left - left + from.width / 2, from.bottom - top];
        const [x2, y2] = [to.left - left + to.width / 2, to.top - top];
        const middle = (y1 + y2) / 2;
        return [{ row, x: (x1 + x2) / 2, y: middle, path: `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}` }];
      });
      setDrawn({ lines, width: root.clientWidth, height: root.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(root);
    return () => observer.disconnect();
  }, [board, rows, printing]);
  return (
    <svg className={styles.lines} width={drawn.width} height={drawn.height} fill="none" aria-hidden>
      {drawn.lines.map(({ row, path, x, y }) => {
        const { word, dash } = DEGREES[row.degree ?? "RELATED"];
        return (
          <g key={`${row.phase.key} ${row.counterpart?.key}`}>
            <path
              d={path}
              stroke={selectionOf(row) === selected ? "var(--accent)" : row.disputed ? "var(--danger)" : "var(--ink2)"}
              strokeWidth={2}
              strokeDasharray={dash}
              strokeLinecap={dash?.startsWith("0.1") ? "round" : "butt"}
            />
            <text x={x} y={y + 4} className={styles.degree}>
              {row.disputed ? `≠ ${word}` : word}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** What the evidence panel says of an alignment. */
export function selectionOf({ evidence }: Row): string {
  const [claim] = evidence;
  return claim?.end ? `${claim.start}~${claim.claim}~${claim.end}` : "";
}
