import { useAsk } from "../../api/ask.ts";
import type { ViewProps } from "../../routes.ts";
import { Answer } from "../../states/Answer.tsx";
import { QuestionIndex, QuestionList } from "./QuestionList.tsx";
import { Question, Questions as All } from "./questions.graphql.ts";
import { QuestionView } from "./QuestionView.tsx";
import styles from "./Questions.module.css";
import { UnknownQuestion } from "./UnknownQuestion.tsx";

/** The library of questions, and the answer to one of them. */
export default function Questions({ of: id }: ViewProps) {
  const all = useAsk(All, {});
  const asked = useAsk(Question, { id: id ?? "" }, { enabled: id !== undefined });
  if (id === undefined) return <Answer of={all}>{({ questions }) => <QuestionIndex questions={questions} />}</Answer>;
  return (
    <div className={styles.page}>
      <div className={styles.list}>
        <QuestionList questions={all.data?.questions ?? []} chosen={id} />
      </div>
      <div className={styles.question}>
        <Answer of={asked}>
          {({ question }) =>
            question ? (
              <QuestionView key={id} question={question} />
            ) : (
              <UnknownQuestion id={id} questions={all.data?.questions ?? []} />
            )
          }
        </Answer>
      </div>
    </div>
  );
}
