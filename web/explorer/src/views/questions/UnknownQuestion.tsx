import { address } from "../../addresses.ts";
import { Link } from "../../parts/Link.tsx";
import { Notice } from "../../states/Notice.tsx";
import { near } from "./near.ts";
import styles from "./UnknownQuestion.module.css";
import type { QuestionsQuery } from "./questions.graphql.ts";

/** A question that the library does not have, and those that are called nearly so. */
export function UnknownQuestion({ id, questions }: { id: string; questions: QuestionsQuery["questions"] }) {
  return (
    <Notice title="There is no such question">
      <p>
        The library has none that is called <code>{id}</code>. Near it are:
      </p>
      <ul className={styles.near}>
        {near(id, questions).map((question) => (
          <li key={question.id}>
            <Link to={address({ view: "questions", key: question.id })}>{question.title}</Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
