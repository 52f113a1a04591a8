import { store } from "./store.ts";

/** What a screen reader is told next. */
export const announced = store("");

/** Tell those who hear the page what has changed, such as how many were found. */
export function announce(text: string): void {
  // The same words are told again only if they differ, so every other time a space is added.
  announced.set(announced.get() === text ? `${text}\u00a0` : text);
}
