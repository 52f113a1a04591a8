import { connection, tryNow } from "../api/pulse.ts";
import { ROUTES } from "../routes.ts";

/** When the first view has surely come, in milliseconds. */
const LATER = 3000;

/** How long to wait before a script is fetched again, in milliseconds. */
const PAUSE = 1500;

/** Load the script of a view; while the server is away, wait for it. Throws where the server is there and the script is not. */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (connection.get().lost === undefined && (await answers())) throw error;
      tryNow();
      await new Promise((later) => window.setTimeout(later, PAUSE));
    }
  }
}

/** Load the scripts of all views, one after the other, once the first view is there, lest the server goes away before. */
export function loadLater(): void {
  window.setTimeout(async () => {
    for (const { load } of Object.values(ROUTES)) await load().catch(() => undefined);
  }, LATER);
}

/** Whether the server answers at all. */
async function answers(): Promise<boolean> {
  return fetch("/theme.js", { cache: "no-store" }).then(
    () => true,
    () => false,
  );
}
