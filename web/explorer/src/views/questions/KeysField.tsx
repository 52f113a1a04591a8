import { Combobox, ComboboxItem, ComboboxPopover, ComboboxProvider } from "@ariakit/react";
import { X } from "lucide-react";
import { useState } from "react";
import { readRef, type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Find, type Kind } from "../../frame/find.graphql.ts";
import { useDebounced } from "../../frame/useDebounced.ts";
import { useKindPage } from "../../kindPages.ts";
import { calledAs, KINDS, lookOf, tokenOf } from "../../kinds.ts";
import { useNames } from "../../names.ts";
import { Tile } from "../../parts/Tile.tsx";
import styles from "./Form.module.css";

interface Props {
  id: string;
  hint: string;
  /** The kind whose keys are meant, or `*` for references to nodes of any. */
  kind: string;
  keys: readonly string[];
  /** Whether the question can't be asked without any. */
  needed: boolean;
  onKeys: (keys: string[] | undefined) => void;
}

interface Choice {
  readonly kind: string;
  readonly key: string;
  readonly name: string;
}

/** Keys of nodes, found by their names as somebody types. */
export function KeysField({ id, hint, kind, keys, needed, onKeys }: Props) {
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const text = useDebounced(typed.trim(), 80);
  const any = kind === "*";
  const known = any || Object.hasOwn(KINDS, kind.toUpperCase());
  const found = useAsk(
    Find,
    { text, kinds: any ? null : [kind.toUpperCase() as Kind], first: 8 },
    { enabled: open && known && text !== "", keep: true },
  );
  const first = useKindPage(kind, { first: 20, enabled: open && known && !any && text === "" });
  const choices: Choice[] =
    text === ""
      ? (first.data?.all.edges.map(({ node }) => ({ kind, ...node })) ?? [])
      : (found.data?.search.edges.map(({ node }) => ({ ...node, kind: tokenOf(node.kind) })) ?? []);
  const written = (choice: Choice) => (any ? `${choice.kind}:${choice.key}` : choice.key);
  const refOf = (word: string): Ref => (any ? readRef(word) : undefined) ?? { kind, key: word };
  const names = useNames(keys.map(refOf));
  const take = (word: string) => {
    if (word && !keys.includes(word)) onKeys([...keys, word]);
    setTyped("");
  };
  const drop = (word: string) => {
    const rest = keys.filter((one) => one !== word);
    onKeys(rest.length > 0 ? rest : undefined);
  };
  return (
    <div className={styles.keys}>
      {keys.map((word) => {
        const ref = refOf(word);
        const name = calledAs({ ...ref, name: names.get(refText(ref)) ?? null });
        return (
          <span key={word} className={styles.key}>
            {any ? <Tile kind={ref.kind} small /> : null} {name}
            <button type="button" className={styles.drop} aria-label={`Leave out ${name}`} onClick={() => drop(word)}>
              <X size={12} aria-hidden />
            </button>
          </span>
        );
      })}
      <ComboboxProvider value={typed} setValue={setTyped} open={open} setOpen={setOpen}>
        <Combobox
          id={id}
          className={styles.type}
          aria-describedby={hint}
          placeholder={keys.length > 0 ? "and…" : any ? "anything" : `${needed ? "choose" : "all"} ${lookOf(kind).many.toLowerCase()}`}
          spellCheck={false}
          onKeyDown={(event) => {
            if (event.key === "Backspace" && typed === "" && keys.length > 0) drop(keys.at(-1) ?? "");
            // A key that is known by heart is taken as it is.
            if (event.key === "Enter" && typed.trim() && choices.length === 0) take(typed.trim());
          }}
        />
        <ComboboxPopover className={styles.popover} gutter={4} aria-label="Choices">
          {choices.length === 0 ? <p className={styles.none}>{text === "" ? "Type to find it." : "Nothing has these words."}</p> : null}
          {choices.map((choice) => (
            <ComboboxItem
              key={written(choice)}
              className={styles.option}
              value={written(choice)}
              setValueOnClick={false}
              focusOnHover
              onClick={() => take(written(choice))}
            >
              <Tile kind={choice.kind} small /> {choice.name}
              {keys.includes(written(choice)) ? " ✓" : ""}
            </ComboboxItem>
          ))}
        </ComboboxPopover>
      </ComboboxProvider>
    </div>
  );
}
