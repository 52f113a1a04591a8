import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Link } from "../parts/Link.tsx";
import { BelowHead } from "../states/Notice.tsx";
import { day } from "../words.ts";
import styles from "./Page.module.css";

export interface Crumb {
  name: string;
  to?: string | undefined;
}

interface Props {
  title: string;
  /** What stands for the title where that is more than a name. */
  heading?: ReactNode;
  /** What contains this, from the outside in; the last one is the view itself. */
  crumbs?: readonly Crumb[];
  /** Buttons on the right. */
  tools?: ReactNode;
  /** One sentence of findings below the title. */
  finding?: ReactNode;
  /** What can be switched on and off, before the legend. */
  switches?: ReactNode;
  /** What the marks mean; on phones it is folded. */
  legend?: ReactNode;
  /** What stands in the address and says nothing here. */
  ignored?: readonly string[];
  children: ReactNode;
}

/** How many pages were shown since the document was loaded. */
let arrivals = 0;

/** A view's head, and below it what it shows. */
export function Page({ title, heading: whole, crumbs = [], tools, finding, switches, legend, ignored = [], children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === "journeygraph" ? title : `${title} - journeygraph`;
  }, [title]);
  useEffect(() => {
    // Who came here by a link hears where they are; who loaded the page is at its top anyway.
    const content = document.getElementById("content");
    if (arrivals > 0 && !content?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
    arrivals += 1;
  }, []);
  return (
    <>
      <header className={styles.head}>
        {crumbs.length > 0 || tools ? (
          <div className={styles.over}>
            {crumbs.length > 0 ? <Crumbs crumbs={crumbs} /> : <span />}
            {tools ? <div className={styles.tools}>{tools}</div> : null}
          </div>
        ) : null}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {whole ?? title}
        </h1>
        {finding ? <div className={styles.finding}>{finding}</div> : null}
        {legend ? <Legend switches={switches}>{legend}</Legend> : null}
        {ignored.length > 0 ? (
          <p className={styles.ignored}>
            The address holds {ignored.map((name) => `“${name}”`).join(", ")}, which says nothing here and is ignored.
          </p>
        ) : null}
      </header>
      <BelowHead value={true}>{children}</BelowHead>
      <p className={styles.foot}>
        {day(new Date())} · {window.location.href}
      </p>
    </>
  );
}

function Legend({ switches, children }: { switches: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const marks = useId();
  return (
    <div className={styles.legend}>
      {switches}
      <button type="button" className={styles.fold} aria-expanded={open} aria-controls={marks} onClick={() => setOpen(!open)}>
        <ChevronRight size={14} aria-hidden /> What the marks mean
      </button>
      <div id={marks} className={open ? styles.marks : `${styles.marks} ${styles.folded}`}>
        {children}
      </div>
    </div>
  );
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Where this is" className={styles.crumbs}>
      <ol>
        {crumbs.map(({ name, to }, place) => (
          <li key={place}>
            {place > 0 ? <ChevronRight size={14} aria-hidden /> : null}
            {to ? <Link to={to}>{name}</Link> : <span>{name}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
