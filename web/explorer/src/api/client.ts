import { asked, token } from "./credentials.ts";
import { Failure, failureOf, type ReportedError } from "./failure.ts";
import type { Operation } from "./operation.ts";

interface Reported {
  data?: unknown;
  errors?: ReportedError[];
}

/** What goes with every request. The one named after us can't be sent by a page elsewhere: the API wants it for changes. */
export function headers(more: Record<string, string>): Record<string, string> {
  const known = token.get();
  return { "X-Journeygraph": "1", ...(known && { Authorization: `Bearer ${known}` }), ...more };
}

/** Ask the API. Throws a Failure where no whole answer comes. */
export async function send<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const response = await reach("/graphql", {
    method: "POST",
    headers: headers({ "Content-Type": "application/json", Accept: "application/graphql-response+json" }),
    body: JSON.stringify({ query: operation.text, variables }),
    ...(signal && { signal }),
  });
  const { data, errors } = await read(response);
  if (errors?.[0]) throw told(errors[0], response);
  if (data === undefined || data === null) throw new Failure("fault", "The server's answer holds no data.");
  return data as Data;
}

/** Fetch, with a Failure where nobody answers. */
export async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new Failure("offline", "The server does not answer.");
  }
}

/** The JSON of an answer. Throws a Failure for what a proxy or a stopped server sends instead. */
export async function read(response: Response): Promise<Reported> {
  try {
    return (await response.json()) as Reported;
  } catch {
    const cause = response.status >= 500 ? "offline" : "fault";
    throw new Failure(cause, `The server answered ${response.status}, with nothing that can be read.`);
  }
}

/** The failure that an answer tells; who is not known is asked for a token. */
export function told(error: ReportedError, response: Response): Failure {
  const failure = failureOf(error, Number(response.headers.get("Retry-After")) || undefined);
  if (failure.cause === "stranger") asked.set(failure.message);
  return failure;
}
