import { useEffect, useState } from "react";
import { connection, tryNow } from "../api/pulse.ts";
import { useStore } from "../store.ts";
import { clock } from "../words.ts";
import styles from "./ConnectionBar.module.css";

/** Says that the server is away, how old what one sees is, and when it is asked again. */
export function ConnectionBar() {
  const { heard, lost, again } = useStore(connection);
  const [, tick] = useState(0);
  useEffect(() => {
    if (lost === undefined) return undefined;
    const timer = window.setInterval(() => tick((count) => count + 1), 1000);
    return () => window.clearInterval(timer);
  }, [lost]);
  if (lost === undefined) return null;
  const seconds = Math.max(0, Math.ceil(((again ?? 0) - Date.now()) / 1000));
  return (
    <div className={styles.bar} role="alert">
      <span>
        {lost} What you see is from {clock(heard)}.
      </span>
      <span aria-hidden>{seconds > 0 ? `Trying again in ${seconds} s.` : "Trying again…"}</span>
      <button type="button" className={styles.now} onClick={tryNow}>
        Try now
      </button>
    </div>
  );
}
