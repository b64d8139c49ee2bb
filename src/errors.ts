/**
 * The one error class that people see: what went wrong, where, and what to do about it.
 *
 * Codes are public and stable: `family/what`. The family alone decides the exit status.
 */
export type ErrorFamily = "usage" | "config" | "data" | "endpoint" | "answer" | "internal";
export type ErrorCode = `${ErrorFamily}/${string}`;

export class InfergateError extends Error {
  override readonly name = "InfergateError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** What the reader can do now; one sentence or a config example. */
    readonly hint: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get family(): ErrorFamily {
    return this.code.slice(0, this.code.indexOf("/")) as ErrorFamily;
  }
}

/** Exit statuses of the contract: 2 is the user's to mend, 3 is "could not measure". */
export const EXIT = { pass: 0, fail: 1, usage: 2, error: 3, interrupted: 130 } as const;

export const EXIT_OF_FAMILY: Record<ErrorFamily, number> = {
  usage: EXIT.usage,
  config: EXIT.usage,
  data: EXIT.usage,
  endpoint: EXIT.error,
  // The endpoint was reached and answered wrongly: that is a fail, not a failure to measure.
  answer: EXIT.fail,
  internal: EXIT.error,
};

export function asInfergateError(error: unknown): InfergateError {
  if (error instanceof InfergateError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new InfergateError(
    "internal/unexpected",
    `Unexpected: ${message}`,
    "This is a defect of infergate. Please report it with the command that you ran.",
    { cause: error },
  );
}
