import { useAsk } from "../api/ask.ts";
import { address, best, type Ref } from "../addresses.ts";
import { inSentence, lookOf, tokenOf } from "../kinds.ts";
import { Link } from "../parts/Link.tsx";
import { buttonClass } from "../parts/Button.tsx";
import { Tile } from "../parts/Tile.tsx";
import { Near } from "./missing.graphql.ts";
import { Notice } from "./Notice.tsx";
import styles from "./states.module.css";

/** A thing that is not there, and those whose names are near. */
export function Missing({ of: ref }: { of: Ref }) {
  const words = ref.key.split("/").at(-1)?.replaceAll("-", " ") ?? ref.key;
  const near = useAsk(Near, { text: words, first: 5 });
  const found = near.data?.search.edges.map(({ node }) => node) ?? [];
  return (
    <Notice
      title={`There is no ${inSentence(lookOf(ref.kind).one)} with this key`}
      actions={
        <Link className={buttonClass()} to={address({ view: "find" }, { q: words })}>
          Find “{words}”
        </Link>
      }
    >
      <p>
        Nothing has the key <code>{ref.key}</code>. It may have been removed, or the address may be incomplete.
      </p>
      {found.length > 0 ? (
        <>
          <p>Near it are:</p>
          <ul className={styles.near}>
            {found.map(({ kind, key, name }) => (
              <li key={`${kind}:${key}`}>
                <Link className={styles.hit} to={best({ kind: tokenOf(kind), key })}>
                  <Tile kind={kind} small /> {name} <span className={styles.small}>{lookOf(kind).one}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Notice>
  );
}
