import type { Rolldown } from "vite";

/** "use client" and "use no memo" speak to compilers that do not run here. */
export const quiet: Pick<Rolldown.InputOptions, "onLog" | "checks"> = {
  checks: { pluginTimings: false },
  onLog: (level, log, handle) => (log.code === "MODULE_LEVEL_DIRECTIVE" ? undefined : handle(level, log)),
};
