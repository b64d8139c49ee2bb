import { loadConfig } from "../config/load-config";
import { urlsOf } from "../config/secrets";
import type { Config } from "../config/types";
import { loadDataset } from "../data/load-dataset";
import type { Dataset } from "../data/types";
import { assertMaySendSecrets } from "../http/credentials";
import { randomStream } from "../stats/random";
import { checkMetrics } from "../suites/acceptance/check-metrics";
import { checkKey } from "../suites/assignment/check-key";
import { refuseStateChanges } from "../suites/shadow/refuse-state-changes";
import type { SuiteName } from "../verdict/result";
import { applyTokens } from "./apply-tokens";
import type { GateOptions } from "./options";
import { refuseBeyondDescriptors } from "./refuse-beyond-descriptors";
import { refuseCommands } from "./refuse-commands";
import { chooseSeed } from "./seed";
import { selectSuites } from "./select-suites";

export interface PreparedRun {
  config: Config;
  data: Dataset | null;
  suites: SuiteName[];
  seed: number;
  secrets: string[];
}

/** Everything that can be wrong before a request is sent: config, data, suites. Throws exit-2 errors. */
export async function prepareRun(options: GateOptions): Promise<PreparedRun> {
  const {
    config: written,
    secrets,
    secretHosts,
  } = await loadConfig({
    file: options.configFile,
    text: options.configText ?? null,
    overrides: { url: options.url, baselineUrl: options.baselineUrl },
    env: options.env,
    allowedEnv: options.allowedEnv,
  });
  const config = applyTokens(written, options);
  // Secrets stand not only in headers: a config may put a variable into a body or a path.
  for (const url of urlsOf(config)) {
    const target = new URL(url);
    if (secretHosts.includes(target.host)) assertMaySendSecrets(target, options.allowedHosts);
  }
  if (!options.allowCommands) refuseCommands(config);
  const suites = selectSuites(config, options.suites);
  if (config.load && suites.includes("load")) refuseBeyondDescriptors(config.load);
  const seed = chooseSeed(options);
  const data = config.data
    ? await loadDataset(config.data, { random: randomStream(seed, "data/sample") })
    : null;
  const tokens = [options.token, options.baselineToken].filter((token) => token !== null);
  if (data && suites.includes("acceptance")) await checkMetrics(config, data);
  for (const suite of ["ab", "canary"] as const) {
    const keyed = config[suite];
    if (keyed && suites.includes(suite)) checkKey(`${suite}.key`, keyed.key, data);
  }
  if (suites.includes("shadow")) refuseStateChanges(config, data);
  return { config, data, suites, seed, secrets: [...secrets, ...tokens] };
}
