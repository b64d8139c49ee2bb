import { isDeepStrictEqual } from "node:util";
import type { Context } from "../context";
import type { RawEndpoint } from "../raw-config";
import type { EndpointConfig } from "../types";
import { readEndpoint } from "./endpoint";

/** What to compare with. An endpoint always agrees with itself, so it cannot be its own baseline. */
export function readBaseline(
  context: Context,
  raw: RawEndpoint,
  candidate: EndpointConfig,
): EndpointConfig {
  const baseline = readEndpoint(context, ["baseline"], raw, candidate);
  if (isSame(baseline, candidate)) {
    context.report(
      "config/impossible-value",
      ["baseline", "url"],
      "is the endpoint itself, which agrees with itself whatever it answers",
      "Name the URL that serves the model in production, or another model of the same server in baseline.model.",
    );
  }
  return baseline;
}

/** Another header may route to another model; a version is only compared, never asked for. */
function isSame(baseline: EndpointConfig, candidate: EndpointConfig): boolean {
  const [ours, theirs] = [baseline, candidate].map(
    ({ url, model, deployment, auth, parameters, tensors, http }) => ({
      url: URL.canParse(url) ? new URL(url).href.replace(/\/+$/, "") : null,
      model,
      deployment,
      auth,
      parameters,
      tensors,
      http,
    }),
  );
  return ours?.url !== null && isDeepStrictEqual(ours, theirs);
}
