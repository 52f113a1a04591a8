import type { ReactNode } from "react";
import type { Asked } from "../api/ask.ts";
import { Skeleton } from "./Skeleton.tsx";
import { Trouble } from "./Trouble.tsx";

interface Props<Data> {
  of: Asked<Data>;
  /** What stands there until the answer comes. */
  skeleton?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** What an answer is made into; before that, what is awaited; and otherwise why it does not come. */
export function Answer<Data>({ of: asked, skeleton = <Skeleton />, children }: Props<Data>) {
  if (asked.data !== undefined) return children(asked.data);
  const failure = asked.error ?? asked.failureReason;
  if (failure) return <Trouble failure={failure} retry={() => void asked.refetch()} />;
  return skeleton;
}
