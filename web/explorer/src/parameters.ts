import { writeQuery } from "./addresses.ts";

/** How one part of a query is read and written. A default is not written. */
export interface Parameter<T> {
  /** The value; undefined where the text makes no sense. */
  read(text: string): T | undefined;
  write(value: T): string;
  readonly initial: T;
}

export type Values<P> = { readonly [Name in keyof P]: P[Name] extends Parameter<infer T> ? T : never };

/** One of several words, the first of which is the default. */
export function choice<const T extends string>(first: T, ...others: T[]): Parameter<T> {
  const words = [first, ...others];
  return { read: (text) => words.find((word) => word === text), write: String, initial: first };
}

export function text(initial = ""): Parameter<string> {
  return { read: (given) => given, write: String, initial };
}

/** Several words, with commas; none by default. */
export function list(): Parameter<readonly string[]> {
  return { read: (given) => given.split(",").filter(Boolean), write: (words) => words.join(","), initial: [] };
}

export function flag(): Parameter<boolean> {
  return { read: (given) => (given === "1" ? true : undefined), write: (value) => (value ? "1" : ""), initial: false };
}

/** What every view takes: what the evidence panel is about. */
export const COMMON = { sel: text() };

export interface Understood<P> {
  readonly values: Values<P>;
  /** What stands in the query and says nothing here. */
  readonly ignored: readonly string[];
}

/** Read a query. What is unknown, or has a value that makes no sense, is named and left aside. */
export function readParameters<P extends { readonly [name: string]: Parameter<any> }>(
  parameters: P,
  search: string,
): Understood<P> {
  const given = new URLSearchParams(search);
  const ignored = new Set([...given.keys()].filter((name) => !Object.hasOwn(parameters, name) && !Object.hasOwn(COMMON, name)));
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const found = given.get(name);
    const read = found === null ? undefined : parameter.read(found);
    if (found !== null && read === undefined) ignored.add(`${name}=${found}`);
    values[name] = read ?? parameter.initial;
  }
  return { values: values as Values<P>, ignored: [...ignored] };
}

/** The query with some values changed; the others stay, and what is a default, or unknown, goes. */
export function changed<P extends { readonly [name: string]: Parameter<any> }>(
  parameters: P,
  search: string,
  change: Partial<Values<P>>,
): string {
  const given = new URLSearchParams(search);
  const all = { ...COMMON, ...parameters };
  return writeQuery(
    Object.entries(all).map(([name, parameter]) => {
      if (!Object.hasOwn(change, name)) return [name, given.get(name) ?? undefined] as const;
      const value = parameter.write(change[name as keyof P] as never);
      return [name, value === parameter.write(parameter.initial as never) ? undefined : value] as const;
    }),
  );
}
