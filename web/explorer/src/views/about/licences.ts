/** A package that is bundled. */
export interface Licence {
  /** Its name and version. */
  name: string;
  /** What its licence is called. */
  licence: string;
  /** The licence itself. */
  text: string;
}

/** Read what plugins/licenses.ts writes: for each package `name version (licence)`, a line of hyphens, the texts. */
export function readLicences(text: string): Licence[] {
  const heads = [...text.matchAll(/^(?<name>\S+ \S+) \((?<licence>[^\n]*)\)\n-{5,}$/gm)];
  return heads.map((head, number) => ({
    name: head.groups?.name ?? "",
    licence: head.groups?.licence ?? "",
    text: text.slice(head.index + head[0].length, heads[number + 1]?.index).trim(),
  }));
}
