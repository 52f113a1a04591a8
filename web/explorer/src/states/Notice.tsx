import { createContext, type ReactNode, useContext } from "react";
import styles from "./states.module.css";

interface Props {
  title: string;
  /** Why it is so. */
  children?: ReactNode;
  /** What to do next: links or buttons. */
  actions?: ReactNode;
}

/** Whether a page's head, with the only heading of the first level, stands above. */
export const BelowHead = createContext(false);

/** Says that something is absent or went wrong, why, and what to do. */
export function Notice({ title, children, actions }: Props) {
  const Heading = useContext(BelowHead) ? "h2" : "h1";
  return (
    <section className={styles.notice}>
      <Heading>{title}</Heading>
      {children}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </section>
  );
}
