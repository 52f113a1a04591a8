import { Zap } from "lucide-react";
import styles from "./LifecycleLegend.module.css";
import { DEGREES } from "./lifecycle.ts";

export function LifecycleLegend({ aligned }: { aligned: boolean }) {
  return (
    <>
      <span className={styles.mark}>
        <svg width={10} height={14} stroke="currentColor" aria-hidden>
          <line x1={5} x2={5} y2={14} strokeWidth={2.5} />
        </svg>
        Seamless change
      </span>
      <span className={styles.mark}>
        <Zap size={13} aria-hidden /> Abrupt
      </span>
      <span className={styles.mark}>
        <svg width={16} height={14} fill="none" stroke="currentColor" aria-hidden>
          <rect x={0.75} y={0.75} width={14.5} height={12.5} strokeDasharray="2.5 2.5" />
        </svg>
        Missing
      </span>
      {aligned
        ? Object.values(DEGREES).map(({ word, dash }) => (
            <span key={word} className={styles.mark}>
              <svg width={30} height={8} stroke="currentColor" aria-hidden>
                <line x1={1} x2={29} y1={4} y2={4} strokeWidth={2} strokeDasharray={dash} strokeLinecap={dash?.startsWith("0.1") ? "round" : "butt"} />
              </svg>
              {word}
            </span>
          ))
        : null}
    </>
  );
}
