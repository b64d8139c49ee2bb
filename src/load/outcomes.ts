/** How one request ended, as one byte: a recording holds one for each of perhaps a million requests. */
export const OUTCOME = {
  /** Not sent, or still open when the stage was stopped: nothing is known of it. */
  open: 0,
  right: 1,
  /** Answered with success, but not with the right answer, or not with a readable one. */
  wrong: 2,
  /** Answered with a status other than 2xx. */
  refused: 3,
  /** No complete answer within the deadline. */
  timedOut: 4,
  /** The connection was refused, reset or ended early, or what came was not HTTP. */
  broken: 5,
  /** Never sent, because the cap on requests in flight was reached. */
  dropped: 6,
  /** Never sent, because this machine had no socket, port or memory left. */
  exhausted: 7,
} as const;

export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];

/** What the endpoint gave no answer to at all, as opposed to a bad one. */
export function isUnanswered(outcome: number): boolean {
  return outcome === OUTCOME.timedOut || outcome === OUTCOME.broken;
}

/** A complete answer with a 2xx status, whether right or wrong. */
export function isAnswer(outcome: number): boolean {
  return outcome === OUTCOME.right || outcome === OUTCOME.wrong;
}
