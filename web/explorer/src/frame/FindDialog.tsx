import { Dialog } from "@ariakit/react";
import { useStore } from "../store.ts";
import styles from "./Dialog.module.css";
import { FindField } from "./FindField.tsx";
import { findOpen } from "./finding.ts";

/** The find field, for pages too narrow to have it in the bar. */
export function FindDialog() {
  return (
    <Dialog
      open={useStore(findOpen)}
      onClose={() => findOpen.set(false)}
      unmountOnHide
      aria-label="Find anything"
      className={`${styles.dialog} ${styles.top}`}
      backdrop={<div className={styles.backdrop} />}
    >
      <FindField inDialog onDone={() => findOpen.set(false)} />
    </Dialog>
  );
}
