import { secretsOf } from "../http/auth";
import type { KeyPath } from "./problem";
import type { Interpolation } from "./read-tree";
import type { Config } from "./types";

/** Keys whose values are never shown, not even when they are wrong. */
export function isSecretPath([section, key, below]: KeyPath): boolean {
  if (section !== "endpoint" && section !== "baseline") return false;
  return key === "auth" || (key === "request" && below === "headers");
}

/** What must never be printed: credentials, and what the environment put beside them or into a query. */
export function collectSecrets(config: Config, interpolations: readonly Interpolation[]): string[] {
  const secrets = new Set([
    ...secretsOf(config.endpoint.auth),
    ...secretsOf(config.baseline?.auth ?? null),
    ...interpolations.filter((one) => isHidden(one, config)).map(({ value }) => value),
  ]);
  return [...secrets].filter((secret) => secret !== "");
}

function isHidden({ path, value }: Interpolation, config: Config): boolean {
  const [section, key] = path;
  if (isSecretPath(path) || key === "request" || key === "parameters") return true;
  if (key !== "url") return false;
  const url = section === "baseline" ? config.baseline?.url : config.endpoint.url;
  return url !== undefined && new URL(url).search.includes(value);
}

/**
 * Hosts (with a port, where the URL has one) that this config sends secrets to: credentials, or
 * anything else that came from the environment. A pull request can change the config, so the action
 * holds these against the hosts that the workflow itself names. A URL that is a variable and nothing
 * else goes nowhere but to where it points, and is no secret.
 */
export function collectSecretHosts(
  config: Config,
  interpolations: readonly Interpolation[],
): string[] {
  const { endpoint, baseline } = config;
  const receivers = new Set(interpolations.flatMap(receiversOf));
  if (endpoint.auth) receivers.add("endpoint");
  if (baseline?.auth) receivers.add("baseline");
  const hosts = [...receivers].flatMap((role) => {
    const url = role === "endpoint" ? endpoint.url : baseline?.url;
    return url === undefined ? [] : [new URL(url).host];
  });
  return [...new Set(hosts)];
}

type Role = "endpoint" | "baseline";

function receiversOf({ path: [section, key], whole }: Interpolation): Role[] {
  if (section === "endpoint" || section === "baseline") {
    if (key === "url") return whole ? [] : [section];
    if (key === "auth") return [section];
    return ["endpoint", "baseline"];
  }
  const sent =
    (section === "data" && key !== "file") || (section === "system" && key === "examples");
  return sent ? ["endpoint", "baseline"] : [];
}
