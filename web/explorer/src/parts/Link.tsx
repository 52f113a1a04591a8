import type { AnchorHTMLAttributes } from "react";
import { Link as Anchor } from "wouter";

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  /** An address within the explorer. */
  to: string;
}

/** A link to another place in the explorer, without loading the page anew. */
export function Link({ to, children, ...rest }: Props) {
  return (
    <Anchor href={to} {...rest}>
      {children}
    </Anchor>
  );
}
