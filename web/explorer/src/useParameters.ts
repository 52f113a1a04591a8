import { useCallback, useMemo } from "react";
import { navigate, useSearch } from "wouter/use-browser-location";
import { writeQuery } from "./addresses.ts";
import { COMMON, changed, type Parameter, readParameters, type Understood, type Values } from "./parameters.ts";

interface How {
  /** Whether the way back leads here; filters and selections replace, zoom and navigation push. */
  push?: boolean;
}

export type Change<P> = (change: Partial<Values<P>>, how?: How) => void;

/** The query of the address as a view understands it, and what changes it. */
export function useParameters<P extends { readonly [name: string]: Parameter<any> }>(
  parameters: P,
): Understood<P> & { change: Change<P> } {
  const search = useSearch();
  const understood = useMemo(() => readParameters(parameters, search), [parameters, search]);
  const change = useCallback<Change<P>>(
    (values, { push = false } = {}) => {
      const { pathname, search: now } = window.location;
      navigate(pathname + changed(parameters, now, values), { replace: !push });
    },
    [parameters],
  );
  return { ...understood, change };
}

/** What the evidence panel is about, as `sel` says it; an empty text closes it. */
export function useSelection(): [string, (selection: string) => void] {
  const { values } = useParameters(COMMON);
  const select = useCallback((selection: string) => {
    const { pathname, search } = window.location;
    const query = new URLSearchParams(search);
    if (selection) query.set("sel", selection);
    else query.delete("sel");
    navigate(pathname + writeQuery(query), { replace: true });
  }, []);
  return [values.sel, select];
}
