/** One step into an answer: the key of an object, or "any place of a list". */
export type Step = string | typeof ANY_PLACE;

/** Places of a list are one path: what differs at one of them differs at that path. */
export const ANY_PLACE = Symbol("[*]");

const PLAIN = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** `body.items[*].price`; a key that is no plain word stands in brackets: `body["odd key"]`. */
export function showPath(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      if (step === ANY_PLACE) return "[*]";
      if (!PLAIN.test(step))
        return index === 0 ? JSON.stringify(step) : `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}
