import { setTimeout as wait } from "node:timers/promises";
import { print } from "@0no-co/graphql.web";
import type { TadaDocumentNode } from "gql.tada";

const URL = process.env.JOURNEYGRAPH_URL ?? "http://127.0.0.1:8000/graphql";
const TOKEN = process.env.JOURNEYGRAPH_TOKEN;
const TRIES = 3;

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string; argument?: string; id?: string } }[];
}

/** An answer with errors. `code` is one of those that docs/api.md lists; without one, the operation itself is wrong. */
export class ApiError extends Error {
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }
}

/** Asks the API, and asks again where it is busy. Raises ApiError. */
export async function ask<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  for (let left = TRIES; ; left -= 1) {
    const response = await fetch(URL, {
      method: "POST",
      headers: {
        accept: "application/graphql-response+json",
        "content-type": "application/json",
        ...(TOKEN ? { authorization: `Bearer ${TOKEN}` } : {}),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const later = Number(response.headers.get("retry-after"));
    if ((response.status === 429 || response.status === 503) && left > 1) {
      await wait(1000 * (later || 1));
      continue;
    }
    const answer = (await response.json()) as Answer<Data>;
    const error = answer.errors?.[0];
    if (error) throw new ApiError(error.message, error.extensions?.code);
    if (!answer.data) throw new ApiError(`The server answered ${response.status} without data.`);
    return answer.data;
  }
}
