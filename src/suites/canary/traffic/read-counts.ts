import type { CanaryMetrics } from "../../../config/types";
import type { PrometheusClient } from "../../../monitor/prometheus-client";
import type { Verdict } from "../../../verdict/result";
import { ARMS, type Arm } from "../../assignment/arms";
import { comparePairs, type SideCounts, type Slowdown } from "../observation";

/** A time that is read: both ends in seconds since 1970. */
export interface Window {
  fromS: number;
  toS: number;
}

export type Counts =
  | { ok: true; sides: Record<Arm, SideCounts> }
  | { ok: false; verdict: Extract<Verdict, "inconclusive" | "error">; why: string };

/** What Prometheus extrapolates is seldom whole; beyond this it is another count. */
const ROUNDING = 1;

/** Requests and errors of both sides over the same window: four queries, evaluated at the same time. */
export async function readCounts(
  prometheus: PrometheusClient,
  { queries, ...revisions }: Pick<CanaryMetrics, "queries" | Arm>,
  { fromS, toS }: Window,
  signal: AbortSignal,
): Promise<Counts> {
  const sides = {} as Record<Arm, SideCounts>;
  for (const arm of ARMS) {
    const counts = {} as SideCounts;
    for (const name of ["requests", "errors"] as const) {
      const query = fillQuery(queries[name], revisions[arm], toS - fromS);
      const answer = await prometheus.at(query, toS, signal);
      const why = (message: string) => `Prometheus, ${name} of ${revisions[arm]}: ${message}`;
      if (!answer.ok) {
        const verdict = answer.isEmpty ? "inconclusive" : "error";
        return { ok: false, verdict, why: why(answer.message + emptyHint(name, answer.isEmpty)) };
      }
      const value = answer.samples.at(-1)?.[1] as number;
      if (value < 0 || value > Number.MAX_SAFE_INTEGER) {
        return { ok: false, verdict: "error", why: why(`${value} is no count`) };
      }
      counts[name] = Math.round(value);
    }
    if (counts.errors > counts.requests + ROUNDING) {
      return {
        ok: false,
        verdict: "error",
        why: `Prometheus, ${revisions[arm]}: ${counts.errors} errors of ${counts.requests} requests: the two queries do not count the same`,
      };
    }
    sides[arm] = { ...counts, errors: Math.min(counts.errors, counts.requests) };
  }
  return { ok: true, sides };
}

function emptyHint(name: string, isEmpty: boolean): string {
  return isEmpty && name === "errors" ? " (where there may be no errors yet: or vector(0))" : "";
}

/** A comparison of two series is one of many short windows, so that it has an interval. */
const PARTS = 12;

/** The slowdown by windows of a twelfth, paired by their time; null where none has both values. */
export async function readSlowdown(
  prometheus: PrometheusClient,
  { queries, ...revisions }: Pick<CanaryMetrics, "queries" | Arm>,
  { fromS, toS }: Window,
  signal: AbortSignal,
): Promise<Slowdown | null> {
  if (queries.latency === null) return null;
  const stepS = Math.max(1, Math.floor((toS - fromS) / PARTS));
  const range = { startS: fromS + stepS, endS: toS, stepS };
  const series: Record<Arm, Map<number, number>> = { candidate: new Map(), baseline: new Map() };
  for (const arm of ARMS) {
    const query = fillQuery(queries.latency, revisions[arm], stepS);
    const answer = await prometheus.over(query, range, signal);
    if (!answer.ok) return null;
    series[arm] = new Map(answer.samples);
  }
  const pairs = [...series.candidate].flatMap(([atS, ours]) => {
    const theirs = series.baseline.get(atS);
    return theirs !== undefined && ours > 0 && theirs > 0
      ? [{ candidateMs: ours * 1000, baselineMs: theirs * 1000 }]
      : [];
  });
  const seen = new Set([...series.candidate.keys(), ...series.baseline.keys()]).size;
  const slowdown = comparePairs(pairs);
  return slowdown && { ...slowdown, leftOut: { parts: seen - pairs.length, of: seen } };
}

function fillQuery(query: string, revision: string, seconds: number): string {
  return query.replaceAll("{{revision}}", revision).replaceAll("{{window}}", `${seconds}s`);
}
