import { announced } from "../announce.ts";
import { Hidden } from "../parts/Hidden.tsx";
import { useStore } from "../store.ts";

/** Tells a screen reader what has changed. */
export function LiveRegion() {
  return (
    <div role="status">
      <Hidden>{useStore(announced)}</Hidden>
    </div>
  );
}
