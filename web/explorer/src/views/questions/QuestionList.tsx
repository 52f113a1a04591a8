import { useState } from "react";
import { address } from "../../addresses.ts";
import { Page } from "../../frame/Page.tsx";
import { Link } from "../../parts/Link.tsx";
import { useParameters } from "../../useParameters.ts";
import { count } from "../../words.ts";
import styles from "./QuestionList.module.css";
import type { QuestionsQuery } from "./questions.graphql.ts";

type Listed = QuestionsQuery["questions"];

const ASKERS = [
  { askedBy: "RESEARCHER", word: "A researcher asks" },
  { askedBy: "STRATEGIST", word: "A strategist asks" },
  { askedBy: "DEVELOPER", word: "A developer asks" },
] as const;

const DECISIONS: Record<Listed[number]["decision"], string> = {
  BACK: "which moments and goals to back",
  IMPROVE: "what to improve in the experience",
  DESIGN: "how to design a journey and its channels",
  TRUST: "how far to trust a claim",
  FIND: "where to look",
};

/** All questions, by who asks them and for which decision. */
export function QuestionIndex({ questions }: { questions: Listed }) {
  const { ignored } = useParameters({});
  return (
    <Page title="Questions" ignored={ignored} finding={`${count(questions.length, "question")}, each answered by one query that you can take along.`}>
      <div className={styles.index}>
        <QuestionList questions={questions} wide />
      </div>
    </Page>
  );
}

export function QuestionList({ questions, chosen, wide = false }: { questions: Listed; chosen?: string; wide?: boolean }) {
  const [typed, setTyped] = useState("");
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = questions.filter(({ id, title }) => words.every((word) => `${id} ${title}`.toLowerCase().includes(word)));
  return (
    <nav aria-label="Questions" className={wide ? styles.wide : styles.list}>
      <input
        type="search"
        className={styles.filter}
        placeholder="Filter questions"
        aria-label="Filter questions"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <div className={styles.groups}>
        {ASKERS.map(({ askedBy, word }) => {
          const own = wanted.filter((question) => question.askedBy === askedBy);
          if (own.length === 0) return null;
          return (
            <section key={askedBy} className={styles.asker}>
              <h2>{word}</h2>
              {[...Map.groupBy(own, ({ decision }) => decision)].map(([decision, those]) => (
                <div key={decision} className={styles.decision}>
                  <h3>to decide {DECISIONS[decision]}</h3>
                  <ul>
                    {those.map(({ id, title }) => (
                      <li key={id}>
                        <Link
                          to={address({ view: "questions", key: id })}
                          className={styles.question}
                          aria-current={id === chosen ? "page" : undefined}
                        >
                          {title}
                        </Link>
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
            </section>
          );
        })}
        {wanted.length === 0 ? <p className={styles.none}>No question has these words.</p> : null}
      </div>
    </nav>
  );
}
