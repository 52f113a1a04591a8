import { Dialog, DialogDismiss, DialogHeading } from "@ariakit/react";
import { Check, Copy, X } from "lucide-react";
import { useState } from "react";
import { announce } from "../../announce.ts";
import dialog from "../../frame/Dialog.module.css";
import { Button, buttonClass } from "../../parts/Button.tsx";
import styles from "./QueryDrawer.module.css";

interface Props {
  open: boolean;
  onClose: () => void;
  graphql: string;
  variables: Readonly<Record<string, unknown>>;
  /** Undefined until the question has been asked. */
  asked: { readonly cypher: string; readonly parameters: string } | undefined;
}

/** What was asked, to be pasted elsewhere: in GraphQL, and in Cypher for Neo4j Browser. */
export function QueryDrawer({ open, onClose, graphql, variables, asked }: Props) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      unmountOnHide
      className={`${dialog.dialog} ${styles.drawer}`}
      backdrop={<div className={dialog.backdrop} />}
    >
      <div className={dialog.head}>
        <DialogHeading>The query</DialogHeading>
        <DialogDismiss className={buttonClass("quiet", true)} aria-label="Close">
          <X size={16} aria-hidden />
        </DialogDismiss>
      </div>
      <Text title="GraphQL" note="For this server's API, at /graphql." text={graphql} />
      {Object.keys(variables).length > 0 ? <Text title="Variables" text={JSON.stringify(variables, null, 2)} /> : null}
      {asked ? (
        <>
          <Text title="Parameters for Neo4j Browser" note="Paste them first." text={`:params ${asked.parameters}`} />
          <Text title="Cypher" text={asked.cypher} />
        </>
      ) : (
        <p className={styles.note}>The Cypher is here once the question has been asked.</p>
      )}
    </Dialog>
  );
}

function Text({ title, note, text }: { title: string; note?: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      announce(`${title} copied`);
    });
  };
  return (
    <section>
      <div className={styles.head}>
        <h2>{title}</h2>
        {note ? <span className={styles.note}>{note}</span> : null}
        <Button look="quiet" onClick={copy} aria-label={`Copy: ${title}`}>
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />} {copied ? "Copied" : "Copy"}
        </Button>
      </div>
      <pre className={styles.text} tabIndex={0} aria-label={title}>
        {text.trim()}
      </pre>
    </section>
  );
}
