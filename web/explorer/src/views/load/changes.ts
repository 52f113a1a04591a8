import { readRef, type Ref, refText } from "../../addresses.ts";
import { calledAs, spoken } from "../../kinds.ts";
import { words } from "../../relations.ts";

/** What a run or a plan does, gathered by the thing that it is done to. */

export interface ListedChange {
  readonly action: string | null;
  readonly subject: string | null;
  readonly subjectName: string | null;
  readonly relationship: string | null;
  readonly object: string | null;
  readonly objectName: string | null;
  readonly dataset: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

export type Fate = "ADDED" | "CHANGED" | "REMOVED" | "RECORDS";

export interface Named extends Ref {
  readonly name: string;
  /** Whether it can be looked at now. */
  readonly there: boolean;
}

/** What is said of a thing: a property, with what it was and what it is; one of the two is empty where it comes or goes. */
export interface SaidField {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface Thing extends Named {
  readonly fate: Fate;
  readonly fields: readonly SaidField[];
  readonly links: readonly { readonly action: string; readonly relationship: string; readonly to: Named }[];
  readonly datasets: readonly string[];
}

/** The things that are changed, each once, in the order in which they come; in a plan, what it adds is not there yet. */
export function things(changes: readonly ListedChange[], planned: boolean): Thing[] {
  const names = namesIn(changes);
  const coming = new Set(planned ? changes.flatMap((one) => (isOwn(one) && one.action === "ADDED" ? one.subject ?? [] : [])) : []);
  const gone = new Set(changes.flatMap(({ subject, subjectName }) => (subject && subjectName === null ? subject : [])));
  const named = (text: string): Named => {
    const ref = readRef(text) ?? { kind: "", key: text };
    return { ...ref, name: calledAs({ ...ref, name: names.get(text) ?? null }), there: !coming.has(text) && !gone.has(text) };
  };
  return [...Map.groupBy(changes, ({ subject }) => subject ?? "")].map(([subject, own]) => {
    const said = own.filter(isOwn);
    return {
      ...named(subject),
      fate: fateOf(own, said),
      fields: said.flatMap((one) => fieldsOf(one, (text) => named(text).name)),
      links: own.flatMap(({ action, relationship, object, objectName }) =>
        action && relationship && object
          ? [{ action, relationship, to: { ...named(object), there: objectName !== null && !coming.has(object) } }]
          : [],
      ),
      datasets: [...new Set(own.flatMap(({ dataset }) => dataset || []))],
    };
  });
}

/** A page of changes without the last thing, whose changes may go on behind it; all where it is the only one. */
export function untilLast<C extends Pick<ListedChange, "subject">>(page: readonly C[]): readonly C[] {
  const last = page.findIndex(({ subject }) => subject === page.at(-1)?.subject);
  return last > 0 ? page.slice(0, last) : page;
}

const isOwn = ({ relationship }: ListedChange) => relationship === null;

function fateOf(own: readonly ListedChange[], said: readonly ListedChange[]): Fate {
  if (own.every(({ dataset }) => !dataset)) return "RECORDS";
  const actions = new Set(said.map(({ action }) => action));
  const [only] = actions;
  return actions.size === 1 && only ? (only as Fate) : "CHANGED";
}

/** What things are called: as they are now, else as they are described here. */
function namesIn(changes: readonly ListedChange[]): Map<string, string> {
  const names = new Map<string, string>();
  const know = (ref: string | null, name: string | null | undefined) => ref && name && names.set(ref, name);
  for (const change of changes.filter(isOwn)) {
    const said = { ...parsed(change.before), ...parsed(change.after) };
    know(change.subject, NAMING.map((field) => said[field]).find(Boolean) ?? null);
  }
  for (const { subject, subjectName, object, objectName } of changes) {
    know(subject, subjectName);
    know(object, objectName);
  }
  return names;
}

const GAVE = /^gave_/;
const PARTY = /^party_/;
/** The properties by which a description, or a record, names its thing; the first that there is counts. */
const NAMING = ["gave_name", "gave_text", "gave_description", "name"];
/** What is kept for the program's own use. */
const UNSAID = new Set(["content", "key", "hash", "run"]);
/** How a claim's own properties are called. */
const CLAIM: Readonly<Record<string, string>> = { source: "According to", locator: "Where it says so" };

function fieldsOf({ action, before, after }: ListedChange, called: (ref: string) => string): SaidField[] {
  const [then, now] = [parsed(before), parsed(after)];
  const fields = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter((field) => {
    if (UNSAID.has(field) || then[field] === now[field]) return false;
    // What is new or gone has its name above already.
    return action === "CHANGED" || !/^(gave_)?name$/.test(field);
  });
  const order = (field: string) => (GAVE.test(field) ? 0 : PARTY.test(field) ? 1 : 2);
  return fields.toSorted((a, b) => order(a) - order(b)).map((field) => {
    const read = (value = "") =>
      PARTY.test(field) && value
        ? called(value)
        : field === "source" && value
          ? called(refText({ kind: "source", key: value }))
          : value;
    return {
      field: CLAIM[field] ?? words(field.replace(GAVE, "").replace(PARTY, "")),
      before: read(then[field]),
      after: read(now[field]),
    };
  });
}

/** The properties in a claim, which is kept as JSON. */
export function parsed(text: string | null): Record<string, string> {
  if (text === null) return {};
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== "object" || found === null) return { value: plain(found) };
    return Object.fromEntries(Object.entries(found).map(([field, value]) => [field, plain(value)]));
  } catch {
    return { value: text };
  }
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join("; ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What a disagreement says: the property, the value that shows, and which dataset gives which. */
export function disagreement({ field, shown, given }: { field: string; shown: string; given: string }) {
  const datasets = Object.entries(parsed(given)).map(([dataset, value]) => ({ dataset: spoken(dataset), value }));
  return { field: words(field), shown: parsed(shown).value ?? "", given: datasets };
}
