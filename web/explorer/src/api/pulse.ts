import type { QueryClient } from "@tanstack/react-query";
import { store } from "../store.ts";
import { send } from "./client.ts";
import { token } from "./credentials.ts";
import { Failure, pause } from "./failure.ts";
import { Pulse } from "./pulse.graphql.ts";

export interface Connection {
  /** When the server last answered, in milliseconds. */
  heard: number;
  /** Why it does not answer now; undefined while it does. */
  lost?: string | undefined;
  /** When it is tried again, in milliseconds. */
  again?: number | undefined;
}

export const connection = store<Connection>({ heard: Date.now() });

/** How often the server is asked whether anything was written, in milliseconds. */
const EVERY = 20_000;

let beat = () => {};

/** Ask the server now whether it is there and what was written. */
export const tryNow = () => beat();

/** Watch the server: what was written makes answers out of date, and a server that is back is asked again. */
export function watchServer(cache: QueryClient): void {
  let version: number | undefined;
  let missed = 0;
  let timer: number | undefined;
  let running = false;

  beat = () => {
    if (running) return;
    running = true;
    window.clearTimeout(timer);
    void send(Pulse, {})
      .then(({ dataVersion }) => {
        const back = connection.get().lost !== undefined;
        const written = version !== undefined && dataVersion !== version;
        version = dataVersion;
        missed = 0;
        connection.set({ heard: Date.now() });
        if (back || written) void cache.invalidateQueries();
        return EVERY;
      })
      .catch((error: unknown) => {
        if (!(error instanceof Failure) || error.cause !== "offline") return EVERY;
        const wait = pause(missed++);
        connection.set({ ...connection.get(), lost: error.message, again: Date.now() + wait });
        return wait;
      })
      .then((wait) => {
        running = false;
        timer = window.setTimeout(() => (document.hidden ? undefined : beat()), wait);
      });
  };

  document.addEventListener("visibilitychange", () => document.hidden || beat());
  token.watch(() => void cache.invalidateQueries());
  cache.getQueryCache().subscribe(({ query }) => {
    const { fetchFailureReason: reason } = query.state;
    if (reason instanceof Failure && reason.cause === "offline" && connection.get().lost === undefined) beat();
  });
  beat();
}
