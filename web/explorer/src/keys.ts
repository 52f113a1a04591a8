import { useEffect, useRef } from "react";
import { kept } from "./store.ts";

/** Every key that does something, where, and what it does; the help lists them. */
export const KEYS = {
  find: { press: ["/", "Ctrl+K"], says: "Find anything", where: "Everywhere" },
  help: { press: ["?"], says: "Show this help", where: "Everywhere" },
  close: { press: ["Escape"], says: "Close what is open, and return", where: "Everywhere" },
  evidence: { press: ["e"], says: "Show the evidence for what is focused", where: "Everywhere" },
  move: { press: ["←", "→", "↑", "↓"], says: "Move from cell to cell", where: "Journey map" },
  open: { press: ["Enter"], says: "Open what is focused", where: "Journey map" },
  closer: { press: ["+"], says: "Look closer", where: "Journey map" },
  further: { press: ["-"], says: "Look from further away", where: "Journey map" },
  up: { press: ["u"], says: "Go up: to what contains this", where: "Journey map" },
  previousStage: { press: ["["], says: "The stage before", where: "Journey map" },
  nextStage: { press: ["]"], says: "The stage after", where: "Journey map" },
  nextMoment: { press: ["m"], says: "The next moment of truth", where: "Journey map" },
} as const satisfies Record<string, { press: readonly string[]; says: string; where: string }>;

export type KeyName = keyof typeof KEYS;

/** Whether keys of a single letter or sign do anything; speech input can press them by mistake. */
export const singleKeys = kept<"on" | "off">("keys", "on");

/** What a key press is called in KEYS. */
export function pressed(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string | undefined {
  if (event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "k" ? "Ctrl+K" : undefined;
  return event.key;
}

/** Whether a key press belongs to what is focused: somebody types there, or a dialog is open around it. */
function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null;
}

/** Do something when a key is pressed, as long as the component is there. */
export function useKeys(actions: Partial<Record<KeyName, ((event: KeyboardEvent) => void) | undefined>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const press = pressed(event);
      if (event.defaultPrevented || press === undefined) return;
      const single = press.length === 1;
      if (single && (singleKeys.get() === "off" || isTaken(event.target))) return;
      for (const [name, action] of Object.entries(latest.current)) {
        if (action && (KEYS[name as KeyName].press as readonly string[]).includes(press)) {
          if (press !== "Escape") event.preventDefault();
          action(event);
          return;
        }
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
