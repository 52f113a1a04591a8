import { csv, fileName, save } from "../../parts/exports.ts";
import { pictureWays } from "../../parts/pictures.tsx";
import { relationWords } from "../evidence/words.ts";
import { GraphPicture } from "./GraphPicture.tsx";
import type { Network } from "./useNetwork.ts";

/** How what is shown of a neighbourhood can be taken along. */
export function graphExports(name: string, network: Network) {
  return [
    { word: "Print, or save as PDF", run: () => window.print() },
    ...pictureWays(name, () => <GraphPicture name={name} network={network} />),
    { word: "Table (CSV)", run: () => save(fileName(name, "csv"), csv(table(network)), "text/csv") },
  ];
}

/** A row for each line that is shown. */
export function table({ nodes, lines }: Network): string[][] {
  const named = new Map(nodes.map((node) => [node.id, node]));
  const rows = lines.map(({ from, to, relationship, basis }) => {
    const [start, end] = [named.get(from), named.get(to)];
    const cells = [start?.name, start?.kind, start?.key, relationWords(relationship), end?.name, end?.kind, end?.key, basis];
    return cells.map((cell) => cell ?? "");
  });
  return [["from", "kind", "key", "relationship", "to", "kind", "key", "basis"], ...rows];
}
