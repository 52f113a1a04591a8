import type { Selection } from "../../addresses.ts";
import { selectionText } from "../../addresses.ts";

export default function Evidence({ selection }: { selection: Selection }) {
  return <p>{selectionText(selection)}</p>;
}
