import type { ReactNode } from "react";
import styles from "./states.module.css";

interface Props {
  title: string;
  /** Why it is so. */
  children?: ReactNode;
  /** What to do next: links or buttons. */
  actions?: ReactNode;
}

/** Says that something is absent or went wrong, why, and what to do. */
export function Notice({ title, children, actions }: Props) {
  return (
    <section className={styles.notice}>
      <h2>{title}</h2>
      {children}
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </section>
  );
}
