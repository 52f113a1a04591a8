import { type RefObject, useEffect, useState } from "react";
import type { MapModel } from "./model.ts";

/** How many columns are drawn whole; above it, only stages that are near the window have their lanes filled. */
export const WHOLE = 30;

/** The first and last group whose lanes are drawn: those in the window and one on each side. */
export function useShownGroups(
  scroller: RefObject<HTMLElement | null>,
  { groups, columns }: MapModel,
  columnWidth: number,
): readonly [number, number] {
  const all = columns.length <= WHOLE;
  const [shown, setShown] = useState<readonly [number, number]>([0, 2]);
  useEffect(() => {
    const watched = scroller.current;
    if (all || !watched || columnWidth === 0) return undefined;
    const look = () => {
      const from = watched.scrollLeft / columnWidth;
      const to = (watched.scrollLeft + watched.clientWidth) / columnWidth;
      const seen = [...groups.keys()].filter((place) => {
        const { first = 0, size = 0 } = groups[place] ?? {};
        return first < to && first + size > from;
      });
      const next = [Math.max(0, (seen[0] ?? 0) - 1), Math.min(groups.length - 1, (seen.at(-1) ?? 0) + 1)] as const;
      setShown((now) => (now[0] === next[0] && now[1] === next[1] ? now : next));
    };
    look();
    watched.addEventListener("scroll", look, { passive: true });
    return () => watched.removeEventListener("scroll", look);
  }, [scroller, groups, columnWidth, all]);
  return all ? [0, groups.length - 1] : shown;
}
