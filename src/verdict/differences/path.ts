/** One step into an answer: the key of an object, or "any place of a list". */
export type Step = string | typeof ANY_PLACE;

/** Places of a list are one path: what differs at one of them differs at that path. */
export const ANY_PLACE = Symbol("[*]");

const PLAIN = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** Keys and ways into an answer are as long as a hostile server makes them. */
const LONGEST_KEY = 60;
const LONGEST_PATH = 200;

/** `body.items[*].price`; a key that is no plain word stands in brackets: `body["odd key"]`. */
export function showPath(steps: readonly Step[]): string {
  const path = steps.map(showStep).join("");
  return path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;
}

function showStep(step: Step, index: number): string {
  if (step === ANY_PLACE) return "[*]";
  const key = step.length > LONGEST_KEY ? `${step.slice(0, LONGEST_KEY)}…` : step;
  if (PLAIN.test(key)) return index === 0 ? key : `.${key}`;
  return index === 0 ? JSON.stringify(key) : `[${JSON.stringify(key)}]`;
}
