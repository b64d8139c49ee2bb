import type { Attempt } from "./attempt";

/** What a connection closed by the other side looks like, by platform and moment. */
const CLOSED_CODES: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

/**
 * Whether an exchange failed only because the server gave up an idle connection at the moment we
 * reused it. That says nothing about the model behind it, so it is sent once more on a new
 * connection, but only where that is safe (RFC 9110, 9.2.2 and RFC 9112, 9.3.1): not a byte of an
 * answer came, and the request either never left or is one of a safe method. A POST that did leave
 * may have been acted upon and counts as what it is, a reset.
 */
export function failedOnStaleConnection(
  attempt: Attempt,
  completedOnConnection: number,
  method: string,
): boolean {
  if (attempt.ok || completedOnConnection === 0) return false;
  const { error, progress } = attempt;
  if (!CLOSED_CODES.has((error as NodeJS.ErrnoException).code)) return false;
  return progress.phase === "connecting" || (progress.phase === "written" && method !== "POST");
}
