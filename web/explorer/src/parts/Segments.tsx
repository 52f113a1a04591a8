import type { ReactNode } from "react";
import styles from "./Segments.module.css";

interface Props<T extends string> {
  label: string;
  options: readonly { value: T; word: string; icon?: ReactNode }[];
  value: T;
  onChange: (value: T) => void;
}

/** One of a few ways to look at something: pressed buttons side by side. */
export function Segments<T extends string>({ label, options, value, onChange }: Props<T>) {
  return (
    <div role="group" aria-label={label} className={styles.segments}>
      {options.map(({ value: option, word, icon }) => (
        <button
          key={option}
          type="button"
          className={styles.segment}
          aria-pressed={option === value}
          onClick={() => onChange(option)}
        >
          {icon}
          {word}
        </button>
      ))}
    </div>
  );
}
