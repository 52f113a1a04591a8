import { useState } from "react";
import { address } from "../../addresses.ts";
import { lookOf } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { BASIS_WORDS, BasisLine } from "../../parts/marks.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { count, number } from "../../words.ts";
import { relationWords } from "../evidence/words.ts";
import styles from "./Graph.module.css";
import { MORE, MOST, type Shown, sum } from "./network.ts";
import type { Network } from "./useNetwork.ts";

interface Props {
  network: Network;
  selected: string;
  onSelect: (selection: string) => void;
  onOpen: (what: string) => void;
}

/** The same nodes as a list: each with its links to others that are shown, and more to show around it. */
export function NodeList({ network, selected, onSelect, onOpen }: Props) {
  const [unfolded, unfold] = useState<string>();
  const groups = Map.groupBy(network.nodes, ({ kind }) => kind);
  return (
    <nav className={styles.list} aria-label="Nodes">
      {[...groups].map(([kind, nodes]) => (
        <section key={kind}>
          <h2>
            {nodes.length === 1 ? lookOf(kind).one : lookOf(kind).many} <span className={styles.count}>{nodes.length}</span>
          </h2>
          <ul>
            {nodes.map((node) => (
              <li key={node.id}>
                <button
                  type="button"
                  className={styles.node}
                  aria-expanded={unfolded === node.id}
                  aria-current={selected === node.id || undefined}
                  onClick={() => unfold(unfolded === node.id ? undefined : node.id)}
                >
                  <Tile kind={kind} small /> <span className={styles.name}>{node.name}</span>
                </button>
                {unfolded === node.id ? <Unfolded node={node} network={network} onSelect={onSelect} onOpen={onOpen} /> : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function Unfolded({ node, network, onSelect, onOpen }: Omit<Props, "selected"> & { node: Shown }) {
  const names = new Map(network.nodes.map(({ id, name }) => [id, name]));
  const own = network.lines.filter(({ from, to }) => from === node.id || to === node.id);
  const kinds = network.hidden.get(node.id) ?? new Map<string, number>();
  const more = sum(kinds);
  return (
    <div className={styles.unfolded}>
      <p className={styles.actions}>
        <button type="button" className={styles.action} onClick={() => onSelect(node.id)}>
          Evidence
        </button>
        <Link className={styles.action} to={address({ view: "graph", kind: node.kind, key: node.key })}>
          Begin here
        </Link>
        <Link className={styles.action} to={address({ view: "node", kind: node.kind, key: node.key })}>
          All about it
        </Link>
      </p>
      <ul>
        {own.map(({ id, from, to, relationship, basis }) => (
          <li key={id}>
            <button type="button" className={styles.link} onClick={() => onSelect(id)}>
              <BasisLine basis={basis} width={20} />
              <span>
                {from === node.id ? "" : `${names.get(from)} `}
                <span className={styles.relation}>{relationWords(relationship)}</span>
                {to === node.id ? "" : ` ${names.get(to)}`}
                <span className={styles.basis}>, {BASIS_WORDS[basis].toLowerCase()}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <>
          <p className={styles.left}>
            {number(more)} more around it{network.full ? `; ${MOST} nodes are the most that are shown at once.` : ":"}
          </p>
          {network.full ? null : (
            <p className={styles.actions}>
              <button type="button" className={styles.action} onClick={() => onOpen(node.id)}>
                {more > MORE ? `${MORE} of any kind` : "all"}
              </button>
              {[...kinds].map(([kind, there]) => (
                <button key={kind} type="button" className={styles.action} onClick={() => onOpen(`${node.id}@${kind}`)}>
                  {count(there, lookOf(kind).one.toLowerCase(), lookOf(kind).many.toLowerCase())}
                </button>
              ))}
            </p>
          )}
        </>
      ) : null}
    </div>
  );
}
