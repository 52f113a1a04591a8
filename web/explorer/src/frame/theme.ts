import { kept } from "../store.ts";

export type Theme = "system" | "light" | "dark";

/** The theme that was chosen. theme.js reads the same before the first paint. */
export const theme = kept<Theme>("theme", "system");

theme.watch(() => {
  const chosen = theme.get();
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
});

/** Whether what one sees is dark. */
export function isDark(): boolean {
  const chosen = theme.get();
  return chosen === "dark" || (chosen === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
}
