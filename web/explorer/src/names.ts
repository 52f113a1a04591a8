import { type Ref, refText } from "./addresses.ts";
import { useAsk } from "./api/ask.ts";
import type { Operation } from "./api/operation.ts";
import { KINDS } from "./kinds.ts";

/** What things are called of which only the keys are known. */

/** So many are asked for at most. */
const MOST = 40;

interface Named {
  readonly [place: string]: { readonly kind: string; readonly key: string; readonly name: string } | null;
}

/** The names of things by their `kind:key`, as far as they are there. */
export function useNames(refs: readonly Ref[]): ReadonlyMap<string, string> {
  const asked = refs.filter(({ kind }) => Object.hasOwn(KINDS, kind.toUpperCase())).slice(0, MOST);
  const variables = Object.fromEntries(
    asked.flatMap(({ kind, key }, place) => [[`kind${place}`, kind.toUpperCase()], [`key${place}`, key]]),
  );
  const { data } = useAsk(namesOf(asked.length), variables, { enabled: asked.length > 0, keep: true });
  return new Map(
    Object.values(data ?? {}).flatMap((node) => (node ? [[refText({ kind: node.kind.toLowerCase(), key: node.key }), node.name]] : [])),
  );
}

function namesOf(many: number): Operation<Named, Record<string, string>> {
  const places = [...Array(many).keys()];
  const declared = places.map((place) => `$kind${place}: Kind!, $key${place}: String!`).join(", ");
  const fields = places.map((place) => `  n${place}: nodeByKey(kind: $kind${place}, key: $key${place}) { kind key name }`);
  return { name: `Names of ${many}`, text: `query Names(${declared}) {\n${fields.join("\n")}\n}` };
}
