import { useQueryClient } from "@tanstack/react-query";
import type { Failure } from "../api/failure.ts";
import { Button } from "../parts/Button.tsx";
import styles from "./PartlyThere.module.css";

/** Says that a part of a view could not be fetched, above the part that could. */
export function PartlyThere({ failure }: { failure: Failure }) {
  const cache = useQueryClient();
  const again = () => void cache.refetchQueries({ predicate: ({ state }) => state.data === undefined });
  return (
    <div className={styles.bar} role="alert">
      <span>
        A part of this is not there: {failure.message}
        {failure.id ? ` The server's log says more under ${failure.id}.` : ""}
        {failure.passing ? " It is asked again by itself." : ""}
      </span>
      <Button onClick={again}>Try again</Button>
    </div>
  );
}
