import type { Context } from "./context";
import type { KeyPath } from "./problem";
import { HOUR_MS, parseBytes, parseDuration, parseQuantity, parseRate } from "./quantities";
import type { RawShare } from "./raw-config";

export interface Range {
  holds(value: number): boolean;
  text: string;
}

export const AT_MOST_AN_HOUR: Range = {
  holds: (ms) => ms >= 0 && ms <= HOUR_MS,
  text: "a duration of at most 1h",
};

const UP_TO_AN_HOUR: Range = {
  holds: (ms) => ms > 0 && ms <= HOUR_MS,
  text: "a duration over 0 and at most 1h",
};

/** The fastest that is sent: a slip in the config must not become an attack on the endpoint. */
export const FASTEST = 10_000;

/** A value that no endpoint can miss gates nothing, and one that none can meet gates everything. */
export const RANGES = {
  mostOfShare: {
    holds: (share) => share >= 0 && share < 1,
    text: "a share from 0 to under 100%",
  },
  leastOfShare: {
    holds: (share) => share > 0 && share <= 1,
    text: "a share over 0 and at most 100%",
  },
  slowdown: {
    holds: (share) => share >= 0 && share <= 1,
    text: "a share from 0 to 100%",
  },
  split: {
    holds: (share) => share >= 0.01 && share <= 0.99,
    text: "a share from 1% to 99%",
  },
  step: {
    holds: (share) => share > 0 && share < 1,
    text: "a share over 0 and under 100%",
  },
  margin: {
    holds: (share) => share > 0 && share < 1,
    text: "a share over 0 and under 100%: no number of requests shows a loss of exactly none",
  },
  growth: {
    holds: (share) => share > 0 && share <= 10,
    text: "a share over 0 and at most 1000%",
  },
  stepFactor: {
    holds: (factor) => factor >= 1.01 && factor <= 10,
    text: "a factor from 1.01 to 10",
  },
  exponent: {
    holds: (exponent) => exponent > 0 && exponent <= 10,
    text: "an exponent over 0 and at most 10",
  },
  month: {
    holds: (ms) => ms > 0 && ms <= 720 * HOUR_MS,
    text: "a duration over 0 and at most 720h",
  },
  window: {
    holds: (ms) => ms >= 1000 && ms <= 24 * HOUR_MS,
    text: "a duration from 1s to 24h",
  },
  confidence: {
    holds: (share) => share > 0.5 && share < 1,
    text: "a share over 50% and under 100%",
  },
} as const satisfies Record<string, Range>;

/** Milliseconds. */
export function readDuration<F>(
  context: Context,
  path: KeyPath,
  given: string | undefined,
  fallback: F,
  range: Range = UP_TO_AN_HOUR,
): number | F {
  if (given === undefined) return fallback;
  const milliseconds = parseDuration(given) ?? Number.NaN;
  return within(context, path, given, milliseconds, range);
}

/** Bytes. */
export function readBytes<F>(
  context: Context,
  path: KeyPath,
  given: string | undefined,
  fallback: F,
): number | F {
  if (given === undefined) return fallback;
  return within(context, path, given, parseBytes(given) ?? Number.NaN, {
    holds: (bytes) => bytes > 0,
    text: "a size over 0, such as 2GiB",
  });
}

/** Requests per second. */
export function readRate(
  context: Context,
  path: KeyPath,
  given: string | undefined,
  fallback: number,
): number {
  if (given === undefined) return fallback;
  return within(context, path, given, parseRate(given) ?? Number.NaN, {
    holds: (rate) => rate > 0 && rate <= FASTEST,
    text: `a rate over 0 and at most ${FASTEST}/s`,
  });
}

/** A fraction. */
export function readShare<F>(
  context: Context,
  path: KeyPath,
  given: RawShare | undefined,
  fallback: F,
  range: Range,
): number | F {
  if (given === undefined) return fallback;
  const share = parseQuantity(given)?.value ?? Number.NaN;
  const hint =
    typeof given === "number" && given > 1 && given <= 100
      ? `For ${given} of a hundred write ${given}%.`
      : null;
  return within(context, path, given, share, range, hint);
}

export function within(
  context: Context,
  path: KeyPath,
  given: unknown,
  value: number,
  range: Range,
  hint: string | null = null,
): number {
  if (!range.holds(value)) {
    const found = context.show(path, given);
    context.report("config/impossible-value", path, `expected ${range.text}, found ${found}`, hint);
  }
  return value;
}
