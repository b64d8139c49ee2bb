import type { Context } from "../context";
import { DEFAULT_LOAD_HTTP, DEFAULT_LOAD_TOLERANCE, DEFAULT_PERFORMANCE } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawConfig, RawPerformance, RawSlo } from "../raw-config";
import { RANGES, readDuration, readShare } from "../read-quantity";
import { HTTP_VERSIONS, type LoadConfig, type PerformanceConfig, type Slo } from "../types";
import { readEndurance } from "./endurance";
import { readMonitor } from "./monitor";
import { readStreamSlos, readTokensPerSecond } from "./stream-slos";
import { readTraffic } from "./traffic";

export function readLoad(context: Context, raw: RawConfig["load"]): LoadConfig | null {
  if (raw === "off" || raw === false) return null;
  const { tolerance, monitor, workers = null, http, ...stages } = raw ?? {};
  const asksForNone = Object.keys(stages).length === 0;
  const { performance = asksForNone ? {} : undefined, endurance } = stages;
  return {
    tolerance: { ...DEFAULT_LOAD_TOLERANCE, ...tolerance },
    monitor: monitor ? readMonitor(context, ["load", "monitor"], monitor) : null,
    workers,
    // Without quotes, YAML reads a number.
    http: HTTP_VERSIONS.find((version) => version === String(http)) ?? DEFAULT_LOAD_HTTP,
    performance: performance
      ? readPerformance(context, ["load", "performance"], performance)
      : null,
    endurance: endurance ? readEndurance(context, ["load", "endurance"], endurance, monitor) : null,
  };
}

function readPerformance(context: Context, path: KeyPath, raw: RawPerformance): PerformanceConfig {
  return {
    ...readTraffic(context, path, raw, DEFAULT_PERFORMANCE),
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
