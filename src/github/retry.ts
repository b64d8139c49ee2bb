/** What an error of Octokit says; a lost connection has no response. */
export interface ApiError extends Error {
  status: number;
  response?: { headers: Record<string, string | number | undefined> };
}

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 1000;
/** A job should not wait longer for a comment; GitHub's hourly limits take up to an hour. */
const LONGEST_PAUSE_MS = 30_000;

/**
 * Runs a piece of work again after faults that pass: 429, 5xx, lost connections, and a 403 that says
 * when to come back. Waits as long as `retry-after` says, and gives up where that is too long.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  sleep: (ms: number) => Promise<unknown>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const pause = pauseAfter(error, attempt);
      if (pause === null || attempt === ATTEMPTS) throw error;
      await sleep(pause);
    }
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** Milliseconds; null where another attempt is of no use. */
function pauseAfter(error: unknown, attempt: number): number | null {
  if (!isApiError(error) || error.name === "AbortError") return null;
  const asked = secondsAsked(error);
  const passes = error.status === 429 || error.status >= 500 || asked !== null;
  if (!passes) return null;
  const pause = asked === null ? FIRST_PAUSE_MS * 2 ** (attempt - 1) : asked * 1000;
  return pause <= LONGEST_PAUSE_MS ? pause : null;
}

function secondsAsked({ response }: ApiError): number | null {
  const value = String(response?.headers["retry-after"] ?? "");
  return /^\d+$/.test(value) ? Number(value) : null;
}
