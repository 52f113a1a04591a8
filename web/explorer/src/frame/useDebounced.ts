import { useEffect, useState } from "react";

/** A value once it has stood still for some milliseconds; an empty one counts at once. */
export function useDebounced(value: string, wait: number): string {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => settle(value), value === "" ? 0 : wait);
    return () => window.clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
