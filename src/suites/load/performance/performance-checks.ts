import type { PerformanceConfig, Slo } from "../../../config/types";
import type { CheckName } from "../check-name";
import { PERCENTILES } from "../percentiles";
import type { TrafficRecord } from "../traffic/traffic-record";
import { STREAM_TITLES, TOKENS_TITLE } from "./stream-titles";

/** The performance stage as it went. */
export interface PerformanceStage extends TrafficRecord {
  config: PerformanceConfig;
}

/** What each check of the stage asks; every one of them is always reported. */
const TITLES = {
  p50: "Half of the requests are answered in time",
  p95: "95 % of the requests are answered in time",
  p99: "99 % of the requests are answered in time",
  errors: "Requests under load succeed",
  correct: "Answers under load are those of the unloaded endpoint",
  goodput: "Requests are answered right and within every latency limit",
  generator: "The load generator kept up",
} as const;

export type PerformanceCheck = keyof typeof TITLES;

export function identify(name: PerformanceCheck): CheckName {
  return { id: `load/performance/${name}`, title: TITLES[name] };
}

/** A check that is reported where the config asks for streams. */
export function identifyStream(name: string, title: string): CheckName {
  return { id: `load/performance/${name}`, title };
}

/** Every check of a stage with these objectives, in its order. */
export function checkNames(slo: Slo): CheckName[] {
  return [
    ...PERCENTILES.map(({ name }) => identify(name)),
    ...slo.streams.map((one) => identifyStream(one.name, STREAM_TITLES[one.measure](one.p))),
    ...(asksForStreams(slo) ? [identifyStream("tokens_per_second", TOKENS_TITLE)] : []),
    ...(["errors", "correct", "goodput", "generator"] as const).map(identify),
  ];
}

/** Whether the requests of the load are sent as streams. */
export function asksForStreams({ streams, tokensPerSecond }: Slo): boolean {
  return streams.length > 0 || tokensPerSecond !== null;
}
