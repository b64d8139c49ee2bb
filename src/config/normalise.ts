import type { Context } from "./context";
import type { RawConfig, RawEndpoint } from "./raw-config";
import { readAb } from "./sections/ab";
import { readAcceptance } from "./sections/acceptance";
import { readBaseline } from "./sections/baseline";
import { readCanary } from "./sections/canary/canary";
import { readData } from "./sections/data";
import { readEndpoint } from "./sections/endpoint";
import { readLoad } from "./sections/load";
import { readReport } from "./sections/report";
import { readShadow } from "./sections/shadow";
import { readSystem } from "./sections/system";
import type { Config } from "./types";

/**
 * Written values to configured ones: quantities to numbers, defaults where nothing is said. What
 * cannot be, or contradicts itself, is reported to the context; the result counts only without.
 */
export function normalise(context: Context, raw: RawConfig, file: string | null): Config {
  const endpoint = readEndpoint(context, ["endpoint"], withPrediction(context, raw), null);
  const system = readSystem(context, raw.system);
  return {
    file,
    endpoint,
    baseline: raw.baseline ? readBaseline(context, raw.baseline, endpoint) : null,
    data: readData(context, raw.data),
    system,
    acceptance: readAcceptance(context, raw),
    load: system === null && asksForNothing(raw) ? null : readLoad(context, raw.load),
    shadow: readShadow(context, raw),
    ab: readAb(context, raw),
    canary: readCanary(context, raw, endpoint),
    report: readReport(raw.report),
  };
}

/** For protocol http, `data.prediction` says as much as a response template does. */
function withPrediction(context: Context, { endpoint = {}, data }: RawConfig): RawEndpoint {
  if (endpoint.protocol !== "http" || data?.prediction === undefined) return endpoint;
  if (endpoint.response === undefined) return { ...endpoint, response: data.prediction };
  context.report(
    "config/impossible-value",
    ["data", "prediction"],
    "is said twice: endpoint.response names the prediction, too",
    "Leave one of the two out.",
  );
  return endpoint;
}

/**
 * The load test of a default run comes with the system suite. Whoever turns that off and asks for
 * nothing else has asked for no check at all, and must not be told that all is well.
 */
function asksForNothing(raw: RawConfig): boolean {
  const { acceptance, load, shadow, ab, canary, baseline } = raw;
  return [acceptance, load, shadow, ab, canary, baseline].every((section) => section === undefined);
}
