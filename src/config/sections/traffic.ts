import type { Context } from "../context";
import type { KeyPath } from "../problem";
import type { RawTraffic } from "../raw-config";
import { readDuration, readRate } from "../read-quantity";
import type { TrafficConfig } from "../types";

/** More than this in one run is no gate any more. */
export const MOST_REQUESTS = 1_000_000;

/** How the requests of an open stage come: the rate, and how it changes. */
export function readTraffic(
  context: Context,
  path: KeyPath,
  raw: RawTraffic,
  fallback: TrafficConfig,
): TrafficConfig {
  const forMs = readDuration(context, [...path, "for"], raw.for, fallback.forMs);
  const traffic: TrafficConfig = {
    rate: readRate(context, [...path, "rate"], raw.rate, fallback.rate),
    forMs,
    arrivals: raw.arrivals ?? fallback.arrivals,
    ramp: readRamp(context, [...path, "ramp"], raw, forMs),
    spike: readSpike(context, [...path, "spike"], raw),
    maxInFlight: raw.max_in_flight ?? fallback.maxInFlight,
  };
  checkRequests(context, path, traffic);
  checkShape(context, path, raw, traffic);
  return traffic;
}

function readRamp(context: Context, path: KeyPath, { ramp }: RawTraffic, forMs: number) {
  if (ramp === undefined) return null;
  return {
    from: readRate(context, [...path, "from"], ramp.from, 0),
    overMs: readDuration(context, [...path, "over"], ramp.over, forMs),
  };
}

function readSpike(context: Context, path: KeyPath, { spike }: RawTraffic) {
  if (spike === undefined) return null;
  return {
    rate: readRate(context, [...path, "rate"], spike.rate, 0),
    atMs: readDuration(context, [...path, "at"], spike.at, 0),
    forMs: readDuration(context, [...path, "for"], spike.for, 0),
  };
}

function checkRequests(context: Context, path: KeyPath, { rate, forMs }: TrafficConfig): void {
  const requests = (rate * forMs) / 1000;
  if ((requests <= 0 || requests >= 1) && requests <= MOST_REQUESTS) return;
  const made = requests < 1 ? "less than one request" : `${Math.round(requests)} requests`;
  context.report(
    "config/impossible-value",
    path,
    `rate and duration make ${made}; expected 1 to ${MOST_REQUESTS}`,
  );
}

function checkShape(
  context: Context,
  path: KeyPath,
  raw: RawTraffic,
  { arrivals, ramp, spike, forMs }: TrafficConfig,
): void {
  const impossible = (key: string, text: string, hint: string | null = null) =>
    context.report("config/impossible-value", [...path, key], text, hint);
  for (const key of ["rate", "ramp", "spike"] as const) {
    if (arrivals === "replay" && raw[key] !== undefined)
      impossible(key, "a replay has the rate of its capture", `Leave out ${key}, or arrivals.`);
  }
  if (ramp && spike) impossible("spike", "expected either a ramp or a spike");
  if (ramp && ramp.overMs > forMs) impossible("ramp", "lasts longer than the whole stage (for)");
  if (spike && spike.atMs + spike.forMs > forMs) {
    impossible("spike", "ends after the stage (for) does");
  }
}
