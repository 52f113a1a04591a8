import { best } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { BASIS_WORDS, BasisLine, Strength } from "../../parts/marks.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { words } from "../../relations.ts";
import { useSelection } from "../../useParameters.ts";
import { relationWords, strongest } from "../evidence/words.ts";
import type { Field } from "./rows.graphql.ts";
import { TYPES } from "./rows.graphql.ts";
import styles from "./Value.module.css";
import { type EvidenceValue, nodeName, type NodeValue, plain } from "./values.ts";

/** A value in a row, as its type has it. */
export function Value({ value, field }: { value: unknown; field: Field }) {
  if (value === null || value === undefined) return <span className={styles.unknown}>–</span>;
  if (field.type === "AnswerEvidence") {
    return <Claims claims={(Array.isArray(value) ? value : [value]) as EvidenceValue[]} />;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className={styles.unknown}>–</span>;
    return (
      <ul className={styles.list}>
        {value.map((one, place) => (
          <li key={place}>
            <Value value={one} field={{ ...field, list: false }} />
          </li>
        ))}
      </ul>
    );
  }
  if (field.type === "AnswerNode") return <NodeLink node={value as NodeValue} />;
  if (field.type === "AnswerLink") return <LinkValue link={value as LinkParts} />;
  const parts = TYPES[field.type];
  if (parts) return <Parts value={value as Readonly<Record<string, unknown>>} parts={parts} />;
  const text = plain(value, field.type);
  return <span className={`${styles.plain} ${typeof value === "number" ? styles.number : ""}`}>{text}</span>;
}

export function NodeLink({ node }: { node: NodeValue }) {
  return (
    <span className={styles.node}>
      <Tile kind={node.kind} small />
      <Link to={best(node)}>{nodeName(node)}</Link>
    </span>
  );
}

/** A part with fields of its own: what it is mainly about first, then the rest in small. */
function Parts({ value, parts }: { value: Readonly<Record<string, unknown>>; parts: Readonly<Record<string, Field>> }) {
  const [first, ...rest] = Object.entries(parts).filter(([name]) => {
    const part = value[name];
    return part !== null && part !== undefined && !(Array.isArray(part) && part.length === 0);
  });
  if (!first) return <span className={styles.unknown}>–</span>;
  return (
    <div className={styles.parts}>
      <Value value={value[first[0]]} field={first[1]} />
      {rest.map(([name, part]) => (
        <div key={name} className={part.type === "AnswerEvidence" ? undefined : styles.part}>
          {part.type === "AnswerEvidence" ? null : <span className={styles.name}>{words(name)}</span>}
          <Value value={value[name]} field={part} />
        </div>
      ))}
    </div>
  );
}

interface LinkParts {
  readonly start: NodeValue;
  readonly relationship: string;
  readonly end: NodeValue;
  readonly strength: number | null;
  readonly evidence: readonly EvidenceValue[];
}

function LinkValue({ link: { start, relationship, end, strength, evidence } }: { link: LinkParts }) {
  return (
    <div className={styles.link}>
      <NodeLink node={start} /> <span className={styles.relation}>{relationWords(relationship)}</span> <NodeLink node={end} />
      {strength === null ? null : <Strength strength={strength} />}
      <Claims claims={evidence} />
    </div>
  );
}

/** How many claims there are behind something, the strongest first; each opens its evidence. */
function Claims({ claims }: { claims: readonly EvidenceValue[] }) {
  const [, select] = useSelection();
  const [first] = claims;
  const basis = strongest(claims);
  if (!first || !basis) return <span className={styles.unknown}>–</span>;
  const open = first.end && first.claim !== "DESCRIBES" ? `${first.start}~${first.claim}~${first.end}` : factOf(first);
  return (
    <button type="button" className={styles.claims} onClick={() => select(open)}>
      <BasisLine basis={basis} width={22} /> {BASIS_WORDS[basis]}
      {claims.length > 1 ? `, ${claims.length} claims` : ""}
    </button>
  );
}

/** What a claim that is no link is about: a fact, or what a dataset describes. */
function factOf({ start, end, claim }: EvidenceValue): string {
  return claim === "DESCRIBES" && end ? end : start;
}

