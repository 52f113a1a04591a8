import { X } from "lucide-react";
import { lazy, Suspense, useEffect, useRef } from "react";
import { readSelection } from "../addresses.ts";
import { useKeys } from "../keys.ts";
import { Button } from "../parts/Button.tsx";
import { Skeleton } from "../states/Skeleton.tsx";
import { useSelection } from "../useParameters.ts";
import { Boundary } from "./Boundary.tsx";
import styles from "./Panel.module.css";

const Evidence = lazy(() => import("../views/evidence/Evidence.tsx"));

/** What the address has selected, with its evidence: beside the view, or a sheet below it where that is narrow. */
export function Panel() {
  const [text, select] = useSelection();
  const selection = text ? readSelection(text) : undefined;
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  const open = selection !== undefined;

  useEffect(() => {
    if (open && !wasOpen.current) before.current = document.activeElement;
    wasOpen.current = open;
  }, [open]);

  const close = () => {
    select("");
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
  };
  useKeys({
    evidence: open ? () => heading.current?.focus() : undefined,
    close: open ? close : undefined,
  });

  if (!selection) return null;
  return (
    <aside className={styles.panel} aria-label="Evidence">
      <div className={styles.head}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          Evidence
        </h2>
        <Button look="quiet" round aria-label="Close the evidence" onClick={close}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      <Boundary key={text}>
        <Suspense fallback={<Skeleton rows={[40, 80, 80]} />}>
          <Evidence selection={selection} />
        </Suspense>
      </Boundary>
    </aside>
  );
}
