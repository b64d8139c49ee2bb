import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { GIVE_UP_AFTER } from "../load-limits";
import type { SizedAnswer } from "./ask-sizes";
import type { Acceptance } from "./find-largest";
import type { Growth } from "./growth";
import type { SizeTimes } from "./measure-sizes";
import { identify } from "./volume-checks";

/** A size of which more requests fail is not accepted, though the first one was. */
const MAY_FAIL = 0.05;

/**
 * The largest size that is accepted, and what lies past it. Every size that was asked for must be
 * accepted; past that a refusal is as good as an answer, but the endpoint must live on.
 *
 * @param end `after`: the answer to an ordinary request at the very end; `each`: how often each size was to be asked
 */
export function judgeLargest(
  { largest, refused }: Acceptance,
  measured: readonly SizeTimes[],
  { sizes, most, what }: Growth,
  { after, each }: { after: SizedAnswer; each: number },
): Check {
  const named = sizes.at(-1) as number;
  const shared = {
    ...identify("largest"),
    observed: largest,
    limit: named,
    direction: "at-least",
    unit: "count",
    n: measured.reduce((sum, { times, failures }) => sum + times.length + failures.length, 0),
  } as const;
  const declared = Number.isFinite(most) ? `; it says that it takes at most ${most}` : "";
  const past =
    refused === null
      ? `nothing larger was tried${declared}`
      : `${refused.size} are not: ${refused.problem}${declared}`;
  const message = `${largest} ${what} are accepted, ${past}`;
  const evidence = refused ? [refused.evidence] : [];
  if (after.problem !== null) {
    return check({
      ...shared,
      verdict: "fail",
      message: `${message}; afterwards not even ${after.size} ${after.size === 1 ? "is" : "are"}: ${after.problem}`,
      evidence: [...evidence, after.evidence],
    });
  }
  // Ten in a row end the measuring, and may be few of each size.
  const [size] = measured.filter(({ times, failures }) => times.length + failures.length < each);
  if (size !== undefined) {
    const [first] = measured.flatMap(({ failures }) => failures);
    return check({
      ...shared,
      verdict: "fail",
      message: `${GIVE_UP_AFTER} requests in a row failed, and the rest was not sent: ${first?.problem}; ${message}`,
      evidence: first ? [first.evidence] : [],
    });
  }
  const flaky = measured.find(
    ({ times, failures }) => failures.length > MAY_FAIL * (times.length + failures.length),
  );
  if (flaky) {
    const [first] = flaky.failures as [SizedAnswer];
    return check({
      ...shared,
      verdict: "fail",
      message: `${flaky.failures.length} of ${flaky.times.length + flaky.failures.length} requests with ${flaky.size} ${what} failed: ${first.problem}; ${message}`,
      evidence: [first.evidence],
    });
  }
  return check({ ...shared, verdict: largest >= named ? "pass" : "fail", message, evidence });
}
