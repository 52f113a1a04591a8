import { useEffect, useState } from "react";
import type { Takes } from "./asking.ts";
import styles from "./Form.module.css";

/** A text, a number or a date; it counts when it is left or Enter is pressed. */
export function TextField({ id, hint, schema, value, onGive }: {
  id: string;
  hint: string;
  schema: Takes;
  value: unknown;
  onGive: (value: unknown) => void;
}) {
  const shown = String(value ?? schema.default ?? "");
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const number = schema.type === "integer" || schema.type === "number";
  const give = () => {
    if (typed === shown) return;
    if (typed === "") onGive(undefined);
    else if (!number) onGive(typed);
    else if (Number.isFinite(Number(typed))) {
      const least = Math.max(Number(typed), schema.minimum ?? Number.NEGATIVE_INFINITY);
      onGive(Math.min(least, schema.maximum ?? Number.POSITIVE_INFINITY));
    }
  };
  return (
    <input
      id={id}
      className={styles.input}
      type={number ? "number" : schema.format === "date" ? "date" : "text"}
      min={schema.minimum}
      max={schema.maximum}
      step={schema.type === "number" ? "any" : undefined}
      aria-describedby={hint}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={give}
      onKeyDown={({ key }) => key === "Enter" && give()}
    />
  );
}
