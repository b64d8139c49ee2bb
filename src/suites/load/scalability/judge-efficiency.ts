import type { ScalabilityConfig } from "../../../config/types";
import { formatMeasure } from "../../../report/format-measure";
import { check, type Finding } from "../../../verdict/check";
import { judgeShare } from "../../../verdict/judge-share";
import { judgeValue } from "../../../verdict/judge-value";
import type { Check } from "../../../verdict/result";
import { sizeOf, sum } from "../indicator";
import { efficiencyAt, mean } from "./efficiency";
import type { MeasuredUsers } from "./measure-users";
import { identify } from "./scalability-checks";
import { type FittedScalability, isSound } from "./scalability-law";
import type { UserReading } from "./user-reading";

/** Fewer answers in a run say little of its throughput. */
const FEWEST_ANSWERS = 10;

/** How much of ideal growth is left at a number of users that was tested, and what the law says of the rest. */
export function judgeEfficiency(
  { readings, aliveAfter }: MeasuredUsers,
  { minEfficiency, users }: ScalabilityConfig,
  fitted: FittedScalability | null,
): Check {
  const at = minEfficiency?.at ?? (users.at(-1) as number);
  const shared = {
    ...identify("efficiency"),
    limit: minEfficiency?.ratio ?? null,
    direction: minEfficiency ? "at-least" : null,
    unit: "ratio",
    n: readings.reduce((sum, { answers }) => sum + answers, 0),
  } as const;
  const sound = readings.filter(isSound);
  const decisive = readings.filter((reading) => reading.users === at || reading.users === 1);
  const faulty = decisive.find(({ fault }) => fault !== null);
  if (faulty) {
    return check({
      ...shared,
      verdict: "error",
      message: `not judged: at ${faulty.users} users ${faulty.fault}`,
      hint: "Run the gate on a quieter or larger machine, or ask for fewer users.",
    });
  }
  const silent = decisive.find(({ throughput }) => throughput === 0);
  if (silent) {
    const verdict = minEfficiency ? "fail" : "inconclusive";
    const message = `at ${silent.users} users there was no right answer`;
    return check({ ...shared, verdict, observed: silent.users === at ? 0 : null, message });
  }
  if (!aliveAfter) {
    const verdict = minEfficiency ? "fail" : "inconclusive";
    const message = "when all was over not even a single user got a right answer any more";
    return check({ ...shared, verdict, message });
  }
  const alone = sound.filter((reading) => reading.users === 1);
  if (alone.length === 0) {
    const message = "no limit named; no single user was measured, to whom others could be compared";
    const told = [message, ...describeLaw(fitted), ...describeFailures(readings)].join("; ");
    return check({ ...shared, verdict: "skipped", message: told });
  }
  const { ratio, interval } = efficiencyAt(sound, at);
  const atThat = mean(sound.filter((reading) => reading.users === at));
  const found = [
    `at ${at} users ${perSecond(atThat)}, ${digits(ratio)} of ${at} times the ${perSecond(mean(alone))} of one`,
    "bounds one-sided at 95 %",
    ...describeLaw(fitted),
    ...describeFailures(readings),
    ...describeDeviations(readings),
    ...describeFaults(readings),
  ];
  const measured = { ...shared, observed: ratio, interval };
  const failures = judgeFailures(decisive);
  if (minEfficiency && failures !== null) {
    const message = [failures.message, ...found].join("; ");
    return check({ ...measured, verdict: failures.verdict, message });
  }
  const doubt = doubtOf(decisive);
  if (doubt !== null) {
    const message = [doubt, ...found].join("; ");
    return check({
      ...measured,
      verdict: minEfficiency ? "inconclusive" : "skipped",
      message,
      hint: "Make load.scalability.each longer.",
    });
  }
  if (minEfficiency === null) {
    return check({
      ...measured,
      verdict: "skipped",
      message: ["no limit named", ...found].join("; "),
    });
  }
  const judged = judgeValue({
    observed: ratio,
    limit: minEfficiency.ratio,
    direction: "at-least",
    strict: false,
    bounds: interval ?? [null, null],
  });
  const isOpen = judged.verdict === "inconclusive";
  return check({
    ...measured,
    verdict: judged.verdict,
    message: [
      ...(isOpen ? ["its interval holds the limit: longer runs would tell"] : []),
      ...found,
    ].join("; "),
    hint: isOpen ? "Make load.scalability.each longer." : null,
  });
}

/**
 * What is refused at once makes room for what is not, and its users are the sooner back: the right
 * answers may then grow with the users, though each of them is turned away half of the time.
 */
const MAY_FAIL = 0.05;

/** Null where about as few requests of the users that count went without a right answer as may. */
function judgeFailures(decisive: readonly UserReading[]): Finding | null {
  for (const users of new Set(decisive.map((reading) => reading.users))) {
    const failed = failuresAt(decisive, users);
    const count = sum(failed);
    if (count <= MAY_FAIL * failed.length) continue;
    const { verdict, message } = judgeShare({
      count,
      n: failed.length,
      limit: MAY_FAIL,
      direction: "at-most",
      what: "requests",
      effectiveSize: sizeOf(failed),
    });
    const found = `${count} of ${failed.length} requests of ${users} users had no right answer (at most ${percent(MAY_FAIL)} may)`;
    return { verdict, message: `${found}; ${message}` };
  }
  return null;
}

function describeFailures(readings: readonly UserReading[]): string[] {
  const numbers = numbersOf(
    readings.filter(({ users }) => {
      const failed = failuresAt(readings, users);
      return sum(failed) > MAY_FAIL * failed.length;
    }),
  );
  return numbers === ""
    ? []
    : [`more than ${percent(MAY_FAIL)} of the requests had no right answer at ${numbers} users`];
}

function failuresAt(readings: readonly UserReading[], users: number): Uint8Array {
  const own = readings.filter((reading) => reading.users === users);
  return Uint8Array.from(own.flatMap(({ failed }) => Array.from(failed)));
}

/** Why a figure is told, but nothing is made of it. */
function doubtOf(decisive: readonly UserReading[]): string | null {
  const few = decisive.find(({ answers }) => answers < FEWEST_ANSWERS);
  if (few) {
    return `${few.answers} answers in a run of ${few.users} users are too few to tell a throughput`;
  }
  const off = decisive.find(isOff);
  return off
    ? `${off.users} users were not all at it: the load is ${percent(off.deviation)} off Little's law (at most ${percent(off.mostDeviation)})`
    : null;
}

function describeLaw(fitted: FittedScalability | null): string[] {
  if (fitted === null) return [];
  const { law, bounds } = fitted;
  const peak = Number.isFinite(law.peakUsers)
    ? `a peak at ${Math.round(law.peakUsers)} users ${interval(bounds.peakUsers, Math.round)}`
    : "no peak";
  return [
    `the scalability law has contention α ${digits(law.alpha)} ${interval(bounds.alpha)}, coherency β ${digits(law.beta)} ${interval(bounds.beta)}, ${peak}`,
  ];
}

function describeDeviations(readings: readonly UserReading[]): string[] {
  const numbers = numbersOf(readings.filter(isOff));
  return numbers === "" ? [] : [`Little's law does not hold at ${numbers} users`];
}

function describeFaults(readings: readonly UserReading[]): string[] {
  const numbers = numbersOf(readings.filter(({ fault }) => fault !== null));
  return numbers === ""
    ? []
    : [`this machine was the limit at ${numbers} users, which are left out`];
}

function numbersOf(readings: readonly UserReading[]): string {
  const numbers = [...new Set(readings.map(({ users }) => users))];
  return numbers.sort((a, b) => a - b).join(", ");
}

function isOff({ deviation, mostDeviation }: UserReading): boolean {
  return deviation > mostDeviation;
}

function interval(
  [low, high]: [number | null, number | null],
  round: (value: number) => number = (value) => value,
): string {
  const show = (value: number | null) => (value === null ? "∞" : digits(round(value)));
  return `[${show(low)}, ${show(high)}]`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function percent(share: number): string {
  return formatMeasure(share, "share");
}

function perSecond(rate: number): string {
  return formatMeasure(rate, "per-second");
}
