import { keepPreviousData, QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { send } from "./client.ts";
import { Failure, pause } from "./failure.ts";
import type { Operation } from "./operation.ts";

export const cache = new QueryClient({
  defaultOptions: {
    queries: {
      // The server may well be on this machine, where being offline says nothing.
      networkMode: "always",
      // What is written makes answers out of date, and nothing else does.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 15 * 60_000,
      refetchOnWindowFocus: false,
      retry: (_times, error) => error instanceof Failure && error.passing,
      retryDelay: (times, error) => pause(times, error instanceof Failure ? error : undefined),
    },
    mutations: { networkMode: "always" },
  },
});

export type Asked<Data> = UseQueryResult<Data, Failure>;

interface Options {
  /** Whether to ask at all; true unless said otherwise. */
  enabled?: boolean;
  /** Whether the answer to other variables stays until this one is there. */
  keep?: boolean;
}

/** Ask the API, and again whenever something was written. */
export function useAsk<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  { enabled = true, keep = false }: Options = {},
): Asked<Data> {
  return useQuery<Data, Failure>({
    queryKey: [operation.name, variables],
    queryFn: ({ signal }) => send(operation, variables, signal),
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  });
}
