import type { Line } from "./lines.ts";

interface Props {
  lines: readonly Line[];
  selected?: string;
  /** Whether a line has nothing to do with what is pointed at. */
  dim?: (line: Line) => boolean;
}

/** The lines of a flow: how each is known is told by its style. */
export function FlowLines({ lines, selected = "", dim = () => false }: Props) {
  return lines.map((line) => {
    const chosen = selected !== "" && line.selection === selected;
    const colour = chosen ? "var(--accent)" : line.basis === "gap" ? "var(--ink3)" : "var(--ink2)";
    const look = { d: line.path, fill: "none", stroke: colour };
    return (
      <g key={line.key} opacity={dim(line) ? 0.35 : 1}>
        {line.basis === "measured" ? (
          <>
            <path {...look} strokeWidth={6.5} />
            <path {...look} stroke="var(--surface)" strokeWidth={2.8} />
          </>
        ) : (
          <path
            {...look}
            strokeWidth={2}
            strokeDasharray={line.basis === "inferred" ? "7 5" : line.basis === "gap" ? "0.1 5" : undefined}
            strokeLinecap={line.basis === "gap" ? "round" : "butt"}
          />
        )}
      </g>
    );
  });
}
