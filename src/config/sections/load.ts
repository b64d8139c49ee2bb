import type { Context } from "../context";
import { DEFAULT_LOAD_TOLERANCE, DEFAULT_PERFORMANCE } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawConfig, RawPerformance, RawSlo } from "../raw-config";
import { RANGES, readDuration, readRate, readShare } from "../read-quantity";
import type { LoadConfig, PerformanceConfig, Slo } from "../types";
import { readStreamSlos, readTokensPerSecond } from "./stream-slos";

/** More than this in one run is no gate any more. */
const MOST_REQUESTS = 1_000_000;

export function readLoad(context: Context, raw: RawConfig["load"]): LoadConfig | null {
  if (raw === "off" || raw === false) return null;
  const { tolerance, ...stages } = raw ?? {};
  const shared = { tolerance: { ...DEFAULT_LOAD_TOLERANCE, ...tolerance } };
  if (Object.keys(stages).length === 0) return { ...shared, performance: DEFAULT_PERFORMANCE };
  const { performance } = stages;
  return {
    ...shared,
    performance: performance
      ? readPerformance(context, ["load", "performance"], performance)
      : null,
  };
}

function readPerformance(context: Context, path: KeyPath, raw: RawPerformance): PerformanceConfig {
  const fallback = DEFAULT_PERFORMANCE;
  const rate = readRate(context, [...path, "rate"], raw.rate, fallback.rate);
  const forMs = readDuration(context, [...path, "for"], raw.for, fallback.forMs);
  const requests = (rate * forMs) / 1000;
  if ((requests > 0 && requests < 1) || requests > MOST_REQUESTS) {
    context.report(
      "config/impossible-value",
      path,
      `rate and duration make ${requests < 1 ? "less than one request" : `${Math.round(requests)} requests`}; expected 1 to ${MOST_REQUESTS}`,
    );
  }
  return {
    rate,
    forMs,
    maxInFlight: raw.max_in_flight ?? fallback.maxInFlight,
    slo: readSlo(context, [...path, "slo"], raw.slo ?? {}),
  };
}

function readSlo(context: Context, path: KeyPath, raw: RawSlo): Slo {
  const fallback = DEFAULT_PERFORMANCE.slo;
  const latency = (key: "p50" | "p95" | "p99") =>
    readDuration(context, [...path, key], raw[key], fallback[key]);
  const { correct } = raw;
  return {
    p50: latency("p50"),
    p95: latency("p95"),
    p99: latency("p99"),
    streams: readStreamSlos(context, path, raw),
    tokensPerSecond: readTokensPerSecond(context, path, raw),
    errors: readShare(
      context,
      [...path, "errors"],
      raw.errors,
      fallback.errors,
      RANGES.mostOfShare,
    ),
    correct:
      correct === "off" || correct === false
        ? null
        : readShare(context, [...path, "correct"], correct, fallback.correct, RANGES.leastOfShare),
    goodput: readShare(
      context,
      [...path, "goodput"],
      raw.goodput,
      fallback.goodput,
      RANGES.leastOfShare,
    ),
  };
}
