/** What keeps an answer away. */
export type Cause =
  /** The server, or the database behind it, does not answer: worth trying again. */
  | "offline"
  /** The server has too much to do, or we asked too often: worth trying again later. */
  | "busy"
  /** It does not know who asks. */
  | "stranger"
  /** It knows who asks, and the role does not allow it. */
  | "forbidden"
  /** Nothing has the key that was asked about. */
  | "missing"
  /** It read what was asked and can't take it. */
  | "refused"
  /** Something went wrong that the asker can't mend. */
  | "fault";

const CAUSES: Record<string, Cause> = {
  DATABASE_UNAVAILABLE: "offline",
  SATURATED: "busy",
  TOO_MANY_REQUESTS: "busy",
  UNAUTHENTICATED: "stranger",
  FORBIDDEN: "forbidden",
  NOT_FOUND: "missing",
  BAD_USER_INPUT: "refused",
  REFUSED: "refused",
  CONFLICT: "refused",
  LIMIT_EXCEEDED: "refused",
  PERSISTED_QUERY_NOT_FOUND: "fault",
};

/** An answer that did not come, with what was observed. */
export class Failure extends Error {
  override readonly cause: Cause;
  /** The id under which the server's log says more. */
  readonly id: string | undefined;
  /** Seconds after which trying again makes sense. */
  readonly after: number | undefined;

  constructor(cause: Cause, message: string, id?: string, after?: number) {
    super(message);
    this.cause = cause;
    this.id = id;
    this.after = after;
  }

  /** Whether the same request may well succeed later. */
  get passing(): boolean {
    return this.cause === "offline" || this.cause === "busy";
  }
}

export interface ReportedError {
  message: string;
  extensions?: { code?: string; id?: string } | undefined;
}

/** The failure that an error of the API tells. */
export function failureOf(error: ReportedError, after?: number): Failure {
  const { code, id } = error.extensions ?? {};
  return new Failure((code && CAUSES[code]) || "fault", error.message, id, after);
}

/** How long to wait before trying for the n-th time again, in milliseconds: 1 s, 2 s, 4 s up to 15 s. */
export function pause(times: number, failure?: Failure): number {
  return Math.max((failure?.after ?? 0) * 1000, Math.min(1000 * 2 ** times, 15_000));
}
