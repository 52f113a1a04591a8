import type { ButtonHTMLAttributes } from "react";
import styles from "./Button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main` for the one thing to do, `quiet` where a border would be too much. */
  look?: "plain" | "main" | "quiet";
  /** A button that holds an icon only; it needs an `aria-label`. */
  round?: boolean;
}

export function Button({ look = "plain", round = false, className = "", ...rest }: Props) {
  return <button type="button" className={`${buttonClass(look, round)} ${className}`} {...rest} />;
}

/** The same look for links and for the controls of others. */
export function buttonClass(look: "plain" | "main" | "quiet" = "plain", round = false): string {
  const looks = { plain: "", main: styles.main, quiet: styles.quiet };
  return [styles.button, looks[look], round ? styles.round : ""].filter(Boolean).join(" ");
}
