/** Distinct inputs of a load run: enough that one cached answer is not all that is measured. */
export const MOST_INPUTS = 64;

/** How long the unloaded answers may take in each of two passes; a slow endpoint gets fewer inputs. */
export const REFERENCE_PASS_MS = 5_000;

/** Unloaded requests in a row without an answer after which the rest would only wait for the same. */
export const MOST_UNANSWERED_ALONE = 3;

/** As many requests that time out or break off, with none answered, end the load (the contract says ten). */
export const GIVE_UP_AFTER = 10;

/** Requests sent before the measuring starts, at the rate of the stage but for a second at most. */
export const MOST_WARM_UP = 10;
export const WARM_UP_MS = 1_000;

export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** An answer time to plan with, before anything has been measured. */
export const TYPICAL_ANSWER_MS = 20;
