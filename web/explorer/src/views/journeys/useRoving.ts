import { type RefObject, useEffect } from "react";

/**
 * Arrow keys move through a table whose parts carry `data-c`, their column, and `data-r`, their lane. The table is one
 * stop of the Tab key; the part that was focused last is where Tab comes back to.
 */
export function useRoving(table: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = table.current;
    if (!root || root.querySelector("[data-c][tabindex='0']")) return;
    root.querySelector("[data-c]")?.setAttribute("tabindex", "0");
  });
  useEffect(() => {
    const root = table.current;
    if (!root) return undefined;
    const focused = ({ target }: FocusEvent) => {
      const part = target instanceof Element ? target.closest<HTMLElement>("[data-c]") : null;
      if (!part) return;
      for (const other of root.querySelectorAll("[data-c][tabindex='0']")) other.setAttribute("tabindex", "-1");
      part.setAttribute("tabindex", "0");
    };
    const pressed = (event: KeyboardEvent) => {
      const part = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-c]") : null;
      const step = STEPS[event.key];
      if (!part || !step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = step(part, [...root.querySelectorAll<HTMLElement>("[data-c]")]);
      next?.focus();
      next?.scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    root.addEventListener("focusin", focused);
    root.addEventListener("keydown", pressed);
    return () => {
      root.removeEventListener("focusin", focused);
      root.removeEventListener("keydown", pressed);
    };
  }, [table]);
}

type Step = (from: HTMLElement, parts: HTMLElement[]) => HTMLElement | undefined;

const column = ({ dataset }: HTMLElement) => Number(dataset.c);
const last = (part: HTMLElement) => column(part) + Number(part.dataset.size ?? 1) - 1;
const lane = ({ dataset }: HTMLElement) => dataset.r;

/** The next part in the same column, up or down, in the order of the lanes. */
function across(way: 1 | -1): Step {
  return (from, parts) => {
    const own = parts.filter((part) => column(part) <= column(from) && last(part) >= column(from));
    return own[own.indexOf(from) + way];
  };
}

/** The nearest part of the same lane to the left or right, as far down in its cell as this one is. */
function along(way: 1 | -1): Step {
  return (from, parts) => {
    const same = parts.filter((part) => lane(part) === lane(from));
    const depth = same.filter((part) => column(part) === column(from)).indexOf(from);
    const beyond = same.filter((part) => (way > 0 ? column(part) > last(from) : last(part) < column(from)));
    const next = way > 0 ? beyond[0] : beyond.at(-1);
    if (!next) return undefined;
    const there = beyond.filter((part) => column(part) === column(next));
    return there[Math.min(depth, there.length - 1)];
  };
}

const STEPS: Record<string, Step> = {
  ArrowLeft: along(-1),
  ArrowRight: along(1),
  ArrowUp: across(-1),
  ArrowDown: across(1),
  Home: (from, parts) => parts.find((part) => lane(part) === lane(from)),
  End: (from, parts) => parts.findLast((part) => lane(part) === lane(from)),
};
