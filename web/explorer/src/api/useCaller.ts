import { useAsk } from "./ask.ts";
import { WhoAsks, type WhoAsksQuery } from "./caller.graphql.ts";

/** Who asks; undefined until that is known. */
export function useCaller(): WhoAsksQuery["caller"] | undefined {
  return useAsk(WhoAsks, {}).data?.caller;
}
