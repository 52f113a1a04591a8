import type { Cause, Failure } from "../api/failure.ts";
import { Button } from "../parts/Button.tsx";
import { Notice } from "./Notice.tsx";
import styles from "./states.module.css";

const TITLES: Record<Cause, string> = {
  offline: "There is no answer",
  busy: "The server is busy",
  stranger: "The server wants to know who asks",
  forbidden: "Your role does not allow this",
  missing: "There is no such thing",
  refused: "This can't be answered",
  fault: "Something went wrong",
};

const HINTS: Partial<Record<Cause, string>> = {
  offline: "It is asked again by itself, and this page goes on when it answers.",
  busy: "It is asked again by itself.",
  stranger: "Give a token, and this page goes on.",
  forbidden: "It takes the role of an editor. Whoever runs the server can make you a token with it.",
};

/** An answer that did not come: what was observed, under which id the log says more, and another try. */
export function Trouble({ failure, retry }: { failure: Failure; retry?: (() => void) | undefined }) {
  const hint = HINTS[failure.cause];
  return (
    <Notice
      title={TITLES[failure.cause]}
      actions={retry ? <Button onClick={retry}>Try again</Button> : undefined}
    >
      <p>{failure.message}</p>
      {hint ? <p>{hint}</p> : null}
      {failure.id ? (
        <p className={styles.small}>
          The server's log says more under <code>{failure.id}</code>.
        </p>
      ) : null}
    </Notice>
  );
}
