import type { Config } from "../config/types";
import { InfergateError } from "../errors";
import { SUITES } from "../suites";
import type { SuiteName } from "../verdict/result";

/** What each suite needs before it can be asked for by name; null where nothing is missing. */
const MISSING: Partial<Record<SuiteName, (config: Config) => [what: string, hint: string] | null>> =
  {
    system: ({ system }) =>
      system ? null : ["it is off in the config", "Leave out `system: off`."],
    acceptance: ({ acceptance }) =>
      acceptance
        ? null
        : [
            "the config names no limits for it",
            "acceptance: { accuracy: '>= 0.95' }, with data: { file, label }",
          ],
    ab: ({ ab }) =>
      ab
        ? null
        : ["the config does not ask for it", "ab: { metric: accuracy, non_inferiority: 2% }"],
    canary: ({ canary }) =>
      canary
        ? null
        : ["the config does not ask for it", "canary: { steps: [10%, 50%], each: 4000 }"],
    load: ({ load }) => (load ? null : ["it is off in the config", "Leave out `load: off`."]),
    shadow: ({ shadow, baseline }) =>
      baseline && shadow
        ? null
        : [
            "there is no baseline to compare with",
            "Give --baseline-url, or baseline: { url } in the config.",
          ],
  };

/**
 * The suites of a run: exactly those named, else those that the config asks for. A suite that was
 * named and cannot run is a usage error, because leaving it out would be a false green.
 */
export function selectSuites(config: Config, named: readonly SuiteName[] | null): SuiteName[] {
  if (named === null)
    return Object.keys(SUITES).filter(
      (name) => !MISSING[name as SuiteName]?.(config),
    ) as SuiteName[];
  for (const name of named) {
    const missing = MISSING[name]?.(config);
    if (missing)
      throw new InfergateError("usage/suite", `--suite ${name}: ${missing[0]}`, missing[1]);
  }
  return (Object.keys(SUITES) as SuiteName[]).filter((name) => named.includes(name));
}
