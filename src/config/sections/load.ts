import type { Context } from "../context";
import { DEFAULT_LOAD_HTTP, DEFAULT_LOAD_TOLERANCE, DEFAULT_PERFORMANCE } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawConfig, RawPerformance, RawSlo } from "../raw-config";
import { RANGES, readDuration, readShare } from "../read-quantity";
import { HTTP_VERSIONS, type LoadConfig, type PerformanceConfig, type Slo } from "../types";
import { readCorrect } from "./correct";
import { readEndurance } from "./endurance";
import { readMonitor } from "./monitor";
import { readScalability } from "./scalability";
import { readStreamSlos, readTokensPerSecond } from "./stream-slos";
import { readStress } from "./stress";
import { readTraffic } from "./traffic";
import { readVolume } from "./volume";

export function readLoad(context: Context, raw: RawConfig["load"]): LoadConfig | null {
  if (raw === "off" || raw === false) return null;
  const { tolerance, monitor, workers = null, http, ...stages } = raw ?? {};
  const asksForNone = Object.keys(stages).length === 0;
  const {
    performance = asksForNone ? {} : undefined,
    endurance,
    stress,
    scalability,
    volume,
  } = stages;
  const shared = {
    monitor: monitor ? readMonitor(context, ["load", "monitor"], monitor) : null,
    workers,
    // Without quotes, YAML reads a number.
    http: HTTP_VERSIONS.find((version) => version === String(http)) ?? DEFAULT_LOAD_HTTP,
    performance: performance
      ? readPerformance(context, ["load", "performance"], performance)
      : null,
  };
  const slo = (shared.performance ?? DEFAULT_PERFORMANCE).slo;
  return {
    tolerance: { ...DEFAULT_LOAD_TOLERANCE, ...tolerance },
    ...shared,
    endurance: endurance ? readEndurance(context, ["load", "endurance"], endurance, monitor) : null,
    stress: stress ? readStress(context, ["load", "stress"], stress, slo) : null,
    scalability: scalability
      ? readScalability(context, ["load", "scalability"], scalability, { ...shared, slo })
      : null,
    volume: volume ? readVolume(context, ["load", "volume"], volume, slo) : null,
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
    correct: readCorrect(context, [...path, "correct"], raw.correct, fallback.correct),
    goodput: readShare(
      context,
      [...path, "goodput"],
      raw.goodput,
      fallback.goodput,
      RANGES.leastOfShare,
    ),
  };
}
