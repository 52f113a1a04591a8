import { Gauge, Heart, Quote as QuoteIcon } from "lucide-react";
import { best } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { BASIS_WORDS, BasisLine } from "../../parts/marks.tsx";
import { age, day, number, score } from "../../words.ts";
import type { FeltFragment, MeasuredFragment, QuoteWordsFragment } from "./evidence.graphql.ts";
import styles from "./Evidence.module.css";
import type { Basis } from "./words.ts";

export interface From {
  source: { key: string; name: string | null } | null;
  published: string | null;
  ageDays: number | null;
  method: string | null;
}

/** A source by its name, with how it found out and how old it is. */
export function SourceLine({ source, published, ageDays, method }: From) {
  if (!source) return <span className={styles.from}>source not recorded</span>;
  const more = [method, published && day(published), ageDays === null ? undefined : age(ageDays)].filter(Boolean);
  return (
    <span className={styles.from}>
      <Link to={best({ kind: "source", key: source.key })}>{source.name ?? source.key}</Link>
      {more.length > 0 ? ` · ${more.join(" · ")}` : ""}
    </span>
  );
}

export function QuoteCard({ quote, from }: { quote: QuoteWordsFragment; from: From }) {
  return (
    <li className={styles.card}>
      <QuoteIcon size={14} aria-hidden className={styles.icon} />
      <blockquote>
        <Link to={best({ kind: "quote", key: quote.key })} className={styles.words}>
          {quote.wording === "PARAPHRASE" ? quote.text : `“${quote.text}”`}
        </Link>
        {quote.wording === "PARAPHRASE" || quote.locator ? (
          <span className={styles.from}>
            {[quote.wording === "PARAPHRASE" ? "paraphrased" : undefined, quote.locator].filter(Boolean).join(" · ")}
          </span>
        ) : null}
        <SourceLine {...from} />
      </blockquote>
    </li>
  );
}

/** What a source is called, by its key. */
type Called = (source: string) => string;

export function FeltCard({ felt, called }: { felt: FeltFragment; called: Called }) {
  const basis = felt.basis.toLowerCase() as Basis;
  return (
    <li className={styles.card}>
      <Heart size={14} aria-hidden className={styles.icon} />
      <div>
        <span className={styles.words}>
          <b>{felt.score === null ? "No score" : score(felt.score)}</b> {felt.emotion?.name}
          {felt.persona ? <span className={styles.quiet}>, {felt.persona.name}</span> : null}
        </span>
        {felt.description ? <p>{felt.description}</p> : null}
        {felt.note ? <p className={styles.from}>{felt.note}</p> : null}
        <BasisBy basis={basis} source={felt.source} called={called} locator={felt.locator} />
      </div>
    </li>
  );
}

/** Fewer than one in ten of those invited say little about the others. */
const FEW = 0.1;

/** A number with its makings: how many answered, how many were asked, how they were spread, when. */
export function MeasuredCard({ reading, called }: { reading: MeasuredFragment; called: Called }) {
  const { metric, value, n, invited, ends, among, survey, promoters, passives, detractors, numerator, denominator } = reading;
  const replied = n !== null && invited ? n / invited : undefined;
  const spread = promoters === null && detractors === null ? [] : [
    `${promoters ?? "?"} promoters, ${passives === null ? "passives not recorded" : `${passives} passives`}, ${detractors ?? "?"} detractors`,
  ];
  const makings = [
    among?.name,
    numerator !== null && denominator !== null ? `${number(numerator)} of ${number(denominator)}` : undefined,
    n === null ? "n not recorded" : `n ${number(n)}${invited === null ? "" : ` of ${number(invited)} invited`}`,
    ...spread,
    ends ? `until ${day(ends)}` : undefined,
  ].filter(Boolean);
  return (
    <li className={styles.card}>
      <Gauge size={14} aria-hidden className={styles.icon} />
      <div>
        <span className={styles.words}>
          {metric?.name ?? "Unnamed metric"} <b>{value === null ? "not recorded" : number(value)}</b> {metric?.unit}
        </span>
        <span className={styles.from}>{makings.join(" · ")}</span>
        {replied === undefined ? null : (
          <span className={replied < FEW ? styles.few : styles.from}>
            {replied < FEW ? "! " : ""}
            {Math.round(replied * 100)} % replied
          </span>
        )}
        {survey ? <span className={styles.from}>{survey.name}</span> : null}
        <BasisBy basis={reading.basis.toLowerCase() as Basis} source={reading.source} called={called} locator={null} />
      </div>
    </li>
  );
}

function BasisBy({ basis, source, called, locator }: { basis: Basis; source: string; called: Called; locator: string | null }) {
  return (
    <span className={styles.basis}>
      <BasisLine basis={basis} width={22} /> {BASIS_WORDS[basis]} by{" "}
      <Link to={best({ kind: "source", key: source })}>{called(source)}</Link>
      {locator ? `, ${locator}` : ""}
    </span>
  );
}
