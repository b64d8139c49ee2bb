import type { Context } from "./context";
import type { RawConfig } from "./raw-config";
import { readAcceptance } from "./sections/acceptance";
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
  const endpoint = readEndpoint(context, "endpoint", raw.endpoint ?? {}, null);
  return {
    file,
    endpoint,
    baseline: raw.baseline ? readEndpoint(context, "baseline", raw.baseline, endpoint) : null,
    data: readData(context, raw.data),
    system: readSystem(context, raw.system),
    acceptance: readAcceptance(context, raw),
    load: readLoad(context, raw.load),
    shadow: readShadow(context, raw),
    report: readReport(raw.report),
  };
}
