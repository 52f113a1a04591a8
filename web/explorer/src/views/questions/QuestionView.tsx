import { Code, Image, Table2 } from "lucide-react";
import { useMemo, useState } from "react";
import { navigate, useSearch } from "wouter/use-browser-location";
import { address, writeQuery } from "../../addresses.ts";
import { useAsk } from "../../api/ask.ts";
import { Page } from "../../frame/Page.tsx";
import { choice } from "../../parameters.ts";
import { Button, buttonClass } from "../../parts/Button.tsx";
import { ExportMenu } from "../../parts/ExportMenu.tsx";
import { Link } from "../../parts/Link.tsx";
import { BASES } from "../../parts/marks.tsx";
import { Segments } from "../../parts/Segments.tsx";
import { relationWords } from "../evidence/words.ts";
import { words } from "../../relations.ts";
import { Answer } from "../../states/Answer.tsx";
import { Notice } from "../../states/Notice.tsx";
import { Skeleton } from "../../states/Skeleton.tsx";
import { count, listed } from "../../words.ts";
import { AnswerTable } from "./AnswerTable.tsx";
import { type Answered, askOperation, type Given, missing, type Parameter, type Question, readGiven, variables, writeGiven } from "./asking.ts";
import { Form } from "./Form.tsx";
import { whyNone } from "./hints.ts";
import { PICTURES } from "./pictures/index.ts";
import { Drawn, PictureView } from "./pictures/PictureView.tsx";
import { QueryDrawer } from "./QueryDrawer.tsx";
import { questionExports } from "./questionExports.ts";
import styles from "./QuestionView.module.css";

const WAYS = choice("picture", "table");
/** The width of a picture that is taken along. */
const ALONE = 1120;

/** A question: what it means, the form, the answer in its best view and as a table, and the query behind it. */
export function QuestionView({ question }: { question: Question }) {
  const search = useSearch();
  const { given, ignored } = useMemo(() => readGiven(question, search), [question, search]);
  const as = WAYS.read(new URLSearchParams(search).get("as") ?? "") ?? WAYS.initial;
  const [drawer, setDrawer] = useState(false);
  const needed = missing(question, given);
  const operation = useMemo(() => askOperation(question, given), [question, given]);
  const sent = useMemo(() => variables(question, given), [question, given]);
  const asked = useAsk(operation, sent, { enabled: needed.length === 0, keep: true });
  const draw = PICTURES[question.id];
  const rows = asked.data?.answer.rows;
  const picture = useMemo(
    () => (draw && as === "picture" && rows && rows.length > 0 ? draw(rows, given) : undefined),
    [draw, as, rows, given],
  );

  const change = (name: string, value: string) => {
    const query = new URLSearchParams(search);
    if (value) query.set(name, value);
    else query.delete(name);
    navigate(window.location.pathname + writeQuery(query), { replace: true });
  };
  const give = (parameter: Parameter, value: unknown) => change(parameter.name, writeGiven(parameter, value));

  return (
    <Page
      title={question.title}
      ignored={ignored}
      crumbs={[{ name: "Questions", to: address({ view: "questions" }) }]}
      finding={
        <span className={styles.explained}>
          {question.explanation.split("`").map((part, place) => (place % 2 === 1 ? <code key={place}>{part}</code> : part))}
        </span>
      }
      tools={
        <>
          {draw ? (
            <Segments
              label="Shown as"
              options={[
                { value: "picture", word: words(question.view), icon: <Image size={14} aria-hidden /> },
                { value: "table", word: "Table", icon: <Table2 size={14} aria-hidden /> },
              ]}
              value={as}
              onChange={(next) => change("as", next === WAYS.initial ? "" : next)}
            />
          ) : null}
          <Button onClick={() => setDrawer(true)}>
            <Code size={15} aria-hidden /> Show the query
          </Button>
          {asked.data ? <ExportMenu ways={questionExports(question, asked.data.answer.rows, picture && <Drawn picture={picture} width={ALONE} label={question.title} />)} /> : null}
        </>
      }
    >
      <Form question={question} given={given} onGive={give} />
      {needed.length > 0 ? (
        <Notice title={`Choose ${listed(needed.map(({ name }) => words(name).toLowerCase()))} first`}>
          <p>The question can't be asked without.</p>
        </Notice>
      ) : (
        <Answer of={asked} skeleton={<Skeleton rows={[20, 240]} />}>
          {({ answer }) => (
            <div className={asked.isPlaceholderData ? styles.old : undefined}>
              <RestsOn question={question} answer={answer} />
              {answer.rows.length === 0 ? (
                <NoRows question={question} given={given} />
              ) : picture ? (
                <PictureView picture={picture} label={question.title} />
              ) : (
                <AnswerTable question={question} rows={answer.rows} />
              )}
            </div>
          )}
        </Answer>
      )}
      <QueryDrawer
        open={drawer}
        onClose={() => setDrawer(false)}
        graphql={operation.text}
        variables={sent}
        asked={asked.data?.answer.asked}
      />
    </Page>
  );
}

/** Why there is nothing to show, and what can be done about it. */
function NoRows({ question, given }: { question: Question; given: Given }) {
  const needed = question.parameters.filter(({ required }) => required).map(({ name }) => name);
  const narrowing = Object.keys(given).filter((name) => name !== "limit" && !needed.includes(name));
  const kept = Object.fromEntries(
    question.parameters.flatMap((parameter) => (needed.includes(parameter.name) ? [[parameter.name, writeGiven(parameter, given[parameter.name])]] : [])),
  );
  return (
    <Notice
      title="Nothing to show"
      actions={
        narrowing.length > 0 ? (
          <Link to={address({ view: "questions", key: question.id }, kept)} className={buttonClass()}>
            Ask without {narrowing.length === 1 ? "that" : "these"}
          </Link>
        ) : (
          <Link to={address({ view: "load" })} className={buttonClass()}>
            Load more
          </Link>
        )
      }
    >
      {narrowing.length > 0 ? (
        <p>Nothing fits what is chosen for {listed(narrowing.map((name) => words(name).toLowerCase()))}.</p>
      ) : (
        <>
          <p>{whyNone(question.explanation) ?? "Nothing that is loaded answers this."}</p>
          <p>What is not loaded can’t be found: files that tell of it may say more.</p>
        </>
      )}
    </Notice>
  );
}

/** How many rows there are, and what they rest on. */
function RestsOn({ question, answer: { rows, complete, totalCount, restsOn } }: { question: Question; answer: Answered["answer"] }) {
  const bases = BASES.flatMap((basis) => (restsOn[basis] > 0 ? [`${restsOn[basis]} ${basis}`] : []));
  return (
    <p className={styles.rests}>
      <span>
        <b>{complete ? count(rows.length, "row") : `${rows.length} of ${count(totalCount, "row")}`}</b>
      {restsOn.claims > 0
        ? `, resting on ${count(restsOn.claims, "claim")} (${bases.join(", ")}) of ${count(restsOn.sources.length, "source")}`
        : ""}
      </span>
      {question.crosses.length > 0 ? <span className={styles.crosses}>crosses {listed(question.crosses.map(relationWords))}</span> : null}
    </p>
  );
}

