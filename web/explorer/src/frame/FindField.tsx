import {
  Combobox,
  ComboboxGroup,
  ComboboxGroupLabel,
  ComboboxItem,
  ComboboxPopover,
  ComboboxProvider,
} from "@ariakit/react";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { address, best } from "../addresses.ts";
import { announce } from "../announce.ts";
import { useAsk } from "../api/ask.ts";
import { useKeys } from "../keys.ts";
import { inSentence, lookOf, tokenOf } from "../kinds.ts";
import { Link } from "../parts/Link.tsx";
import { count, number } from "../words.ts";
import { HitLine } from "./HitLine.tsx";
import styles from "./FindField.module.css";
import { Find } from "./find.graphql.ts";
import { findOpen, grouped, wanted } from "./finding.ts";
import { useDebounced } from "./useDebounced.ts";

/** How many hits a glance takes in. */
const SHOWN = 8;

interface Props {
  onDone?: () => void;
  inDialog?: boolean;
  /** For a page of which it is the first thing. */
  large?: boolean;
}

/** Finds anything as somebody types, from the first letter on. */
export function FindField({ onDone, inDialog = false, large = false }: Props) {
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { text, kinds } = wanted(useDebounced(typed, 80));
  const asked = useAsk(Find, { text, kinds, first: SHOWN }, { enabled: text !== "", keep: true });
  const found = text === "" ? undefined : asked.data?.search;

  useKeys({
    find: () => {
      if (inDialog) return;
      if (field.current?.offsetParent) field.current.select();
      else findOpen.set(true);
    },
  });
  useEffect(() => {
    if (open && found && !asked.isPlaceholderData) {
      announce(found.totalCount === 0 ? "Nothing found" : `${count(found.totalCount, "hit")}, ${Math.min(SHOWN, found.totalCount)} shown`);
    }
  }, [open, found, asked.isPlaceholderData]);

  const done = () => {
    setTyped("");
    onDone?.();
  };
  const query = kinds ? { q: text, kind: kinds.map(tokenOf).join(",") } : { q: text };
  return (
    <ComboboxProvider value={typed} setValue={setTyped} open={open && typed.trim() !== ""} setOpen={setOpen}>
      <div className={styles.field}>
        <Search size={15} className={styles.icon} aria-hidden />
        <Combobox
          ref={field}
          className={large ? `${styles.input} ${styles.large}` : styles.input}
          placeholder="Find anything"
          aria-label="Find anything"
          autoSelect="always"
          autoFocus={inDialog}
          spellCheck={false}
        />
        {inDialog ? null : (
          <kbd className={styles.key} aria-hidden>
            /
          </kbd>
        )}
      </div>
      <ComboboxPopover className={styles.popover} gutter={4} sameWidth={inDialog} aria-label="Hits">
        {asked.error && !found ? <p className={styles.none}>{asked.error.message}</p> : null}
        {found?.totalCount === 0 ? (
          <p className={styles.none}>
            Nothing holds these words{kinds?.[0] ? ` among ${inSentence(lookOf(kinds[0]).many)}` : ""}
            {found.complete ? ". Fewer words, or the beginning of one, find more." : ", as far as was looked. More words narrow it."}
          </p>
        ) : null}
        {grouped(found?.edges ?? []).map(({ kind, hits }) => (
          <ComboboxGroup key={kind} className={styles.group}>
            <ComboboxGroupLabel className={styles.label}>
              {hits.length > 1 ? lookOf(kind).many : lookOf(kind).one}
            </ComboboxGroupLabel>
            {hits.map((hit) => (
              <ComboboxItem
                key={hit.node.key}
                className={styles.item}
                value={`${kind}:${hit.node.key}`}
                setValueOnClick={false}
                focusOnHover
                onClick={done}
                render={<Link to={best({ kind: tokenOf(kind), key: hit.node.key })} />}
              >
                <HitLine hit={hit} />
              </ComboboxItem>
            ))}
          </ComboboxGroup>
        ))}
        {found && found.totalCount > 0 ? (
          <ComboboxItem
            className={`${styles.item} ${styles.all}`}
            value="all"
            setValueOnClick={false}
            focusOnHover
            onClick={done}
            render={<Link to={address({ view: "find" }, query)} />}
          >
            All {number(found.totalCount)}
            {found.complete ? "" : " and more"}
          </ComboboxItem>
        ) : null}
      </ComboboxPopover>
    </ComboboxProvider>
  );
}
