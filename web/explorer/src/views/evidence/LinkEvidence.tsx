import { best, type Ref, refText } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { calledAs, spoken } from "../../kinds.ts";
import { Link } from "../../parts/Link.tsx";
import { BASIS_WORDS, BasisLine, Strength, strengthWord } from "../../parts/marks.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { QuoteCard, SourceLine } from "./cards.tsx";
import styles from "./Evidence.module.css";
import { LinkEvidence as Operation, type LinkEvidenceQuery } from "./evidence.graphql.ts";
import { Makings, Section } from "./parts.tsx";
import { type Basis, relationWords, strongest } from "./words.ts";

type Row = LinkEvidenceQuery["evidenceForLink"]["rows"][number];

export function LinkEvidence({ from, type, to }: { from: Ref; type: string; to: Ref }) {
  const asked = useAsk(Operation, { from: [refText(from)], to: [refText(to)] });
  return (
    <Answer of={asked} skeleton={<Skeleton rows={[40, 64, 96]} />}>
      {({ evidenceForLink: { rows } }) => <Known rows={rows} type={type} from={from} to={to} />}
    </Answer>
  );
}

function Known({ rows, type, from, to }: { rows: readonly Row[]; type: string; from: Ref; to: Ref }) {
  const claims = rows.filter(({ relationship }) => relationship === type);
  const evidence = claims.flatMap((row) => row.evidence);
  const basis = strongest(evidence) ?? "gap";
  const name = ({ node, other }: Row, ref: Ref) => calledAs({ ...ref, name: node.key === ref.key ? node.name : other.name });
  const first = rows[0];
  const strong = evidence.some(({ strength }) => strength !== null);
  const quoted = claims.filter(({ quotes }) => quotes.length > 0);
  return (
    <div className={styles.evidence}>
      <p className={styles.claim}>
        <Link to={best(from)}>{first ? name(first, from) : spoken(from.key)}</Link>{" "}
        <span className={styles.relation}>
          <BasisLine basis={basis} width={26} /> {relationWords(type)}
        </span>{" "}
        <Link to={best(to)}>{first ? name(first, to) : spoken(to.key)}</Link>
      </p>
      {claims.length === 0 ? (
        <p className={styles.gap}>Nobody says that these two are related so.</p>
      ) : (
        <>
          <Makings rows={claims} strong={strong} />
          {quoted.length > 0 ? (
            <Section title="Supports" count={quoted.reduce((sum, { quotes }) => sum + quotes.length, 0)}>
              {quoted.flatMap((row) => row.quotes.map((quote) => <QuoteCard key={quote.key} quote={quote} from={row} />))}
            </Section>
          ) : (
            <p className={styles.gap}>No quote is given for it.</p>
          )}
          <Section title="Who says so" count={claims.length}>
            {claims.map((row) =>
              row.evidence.map((claim) => (
                <li key={`${claim.source} ${claim.dataset} ${claim.note}`} className={styles.row}>
                  <SourceLine {...row} />
                  <span className={styles.basis}>
                    <BasisLine basis={claim.basis.toLowerCase() as Basis} width={22} />
                    {BASIS_WORDS[claim.basis.toLowerCase() as Basis]}
                    {strong ? (
                      <>
                        {" "}
                        <Strength strength={claim.strength} bare /> {strengthWord(claim.strength)}
                      </>
                    ) : null}
                  </span>
                  {claim.note ? <span>{claim.note}</span> : null}
                  <span className={styles.from}>
                    {[claim.locator, claim.dataset && `dataset ${spoken(claim.dataset)}`].filter(Boolean).join(" · ")}
                  </span>
                </li>
              )),
            )}
          </Section>
        </>
      )}
    </div>
  );
}
