import { Dialog, DialogHeading } from "@ariakit/react";
import { type FormEvent, useState } from "react";
import { asked, token } from "../api/credentials.ts";
import { Button } from "../parts/Button.tsx";
import { useStore } from "../store.ts";
import dialog from "./Dialog.module.css";
import styles from "./TokenDialog.module.css";

/** Asks for a token where the server takes nobody without one. */
export function TokenDialog() {
  const reason = useStore(asked);
  const [typed, setTyped] = useState("");
  const take = (event: FormEvent) => {
    event.preventDefault();
    asked.set(undefined);
    token.set(typed.trim());
    setTyped("");
  };
  return (
    <Dialog
      open={reason !== undefined}
      onClose={() => asked.set(undefined)}
      unmountOnHide
      className={dialog.dialog}
      backdrop={<div className={dialog.backdrop} />}
    >
      <div className={dialog.head}>
        <DialogHeading>Who asks?</DialogHeading>
      </div>
      <form className={styles.form} onSubmit={take}>
        <p>
          This knowledge base takes nobody without a token. Whoever runs the server makes one with{" "}
          <code>journeygraph token create NAME</code>.
        </p>
        {token.get() && reason ? (
          <p className={styles.wrong} role="alert">
            {reason}
          </p>
        ) : null}
        <label className={styles.label}>
          Token
          <input
            className={styles.input}
            type="password"
            autoComplete="off"
            autoFocus
            required
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
        <p className={styles.small}>It is sent to this server only, and forgotten when the tab is closed.</p>
        <Button type="submit" look="main">
          Go on
        </Button>
      </form>
    </Dialog>
  );
}
