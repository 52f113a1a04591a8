import { useSyncExternalStore } from "react";

/** A value outside of React that components can watch. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  watch(told: () => void): () => void;
}

export function store<T>(initial: T): Store<T> {
  let value = initial;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const told of watchers) told();
    },
    watch(told) {
      watchers.add(told);
      return () => watchers.delete(told);
    },
  };
}

/** A store that outlives the page; where the browser keeps nothing, it lives as long as the page does. */
export function kept<T extends string>(name: string, initial: T, place: () => Storage = () => localStorage): Store<T> {
  const key = `journeygraph.${name}`;
  const inner = store(quietly(() => place().getItem(key) as T | null) ?? initial);
  return {
    ...inner,
    set(value) {
      inner.set(value);
      quietly(() => (value === initial ? place().removeItem(key) : place().setItem(key, value)));
    },
  };
}

export function useStore<T>(watched: Store<T>): T {
  return useSyncExternalStore(watched.watch, watched.get);
}

function quietly<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}
