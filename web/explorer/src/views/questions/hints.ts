import { spoken } from "../../kinds.ts";
import { capitalised } from "../../words.ts";

/** What the API says for those who write queries, as it is said to those who choose. */

/** What to choose for a parameter: the API speaks of keys and references, which nobody has to know here. */
export function hint(description: string): string {
  return description
    .replace(/, as in [a-z_]+:[\w/-]+/, "")
    .replace(/, as references name them/, "")
    .replace(/^(Keys|Numbers) of /, "Choose ")
    .replace(/^References of nodes/, "Choose one thing or several")
    .replace(/ Empty: /, " None chosen: ")
    .replace(/`([^`]+)`/g, (_all, word: string) => `“${spoken(word)}”`);
}

/** Why a question has no rows, by what its explanation says of that; undefined where it says nothing. */
export function whyNone(explanation: string): string | undefined {
  const why = /No rows: ([^.]+\.)/.exec(explanation)?.[1];
  return why && capitalised(why).replaceAll("`", "");
}
