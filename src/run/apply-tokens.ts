import type { Config, EndpointConfig } from "../config/types";
import { InfergateError } from "../errors";
import type { GateOptions } from "./options";

/** Tokens given outside the config win over the config's own credentials. */
export function applyTokens(
  config: Config,
  { token, baselineToken }: Pick<GateOptions, "token" | "baselineToken">,
): Config {
  if (baselineToken !== null && !config.baseline) {
    throw new InfergateError(
      "usage/no-baseline",
      "A baseline token is given, but no baseline",
      "Give baseline-url too.",
    );
  }
  const withToken = (endpoint: EndpointConfig, bearer: string | null): EndpointConfig =>
    bearer === null ? endpoint : { ...endpoint, auth: { kind: "bearer", token: bearer } };
  return {
    ...config,
    endpoint: withToken(config.endpoint, token),
    baseline: config.baseline && withToken(config.baseline, baselineToken),
  };
}
