import { connection, tryNow } from "../api/pulse.ts";

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

/** Whether the server answers at all. */
async function answers(): Promise<boolean> {
  return fetch("/theme.js", { cache: "no-store" }).then(
    () => true,
    () => false,
  );
}
