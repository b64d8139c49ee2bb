import type { HttpTemplates } from "../../config/types";
import { InfergateError } from "../../errors";
import { getRequest } from "../json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "../types";
import { bindTemplates, readVersion } from "./bind-templates";
import { assertJsonPath } from "./read-path";

/**
 * Any JSON over HTTP, by the user's own templates: `endpoint.request` says how a row becomes a
 * request, `endpoint.response` where the prediction stands in the answer.
 */
export const httpTemplates: ProtocolAdapter = {
  name: "http",
  // Any JSON could be meant, so nothing shows it.
  signs: () => [],
  reach: "",
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { templates } = options;
    if (!templates) {
      throw new InfergateError(
        "config/templates-needed",
        "protocol http needs endpoint.request and endpoint.response",
        "endpoint: { protocol: http, request: { path: /predict, body: { features: '{{row}}' } }, response: '$.prediction' }",
      );
    }
    checkPaths(templates);
    const metadata = templates.health.metadata;
    const exchange =
      metadata === null
        ? null
        : await options.client.send(getRequest(metadata), { signal: options.signal });
    const version = exchange?.ok ? readVersion(exchange.answer, templates.versionPath) : null;
    return bindTemplates(templates, version, options);
  },
};

function checkPaths({ response, versionPath }: HttpTemplates): void {
  assertJsonPath(response.prediction, "endpoint.response.prediction");
  for (const [name, path] of Object.entries(response.outputs)) {
    assertJsonPath(path, `endpoint.response.outputs.${name}`);
  }
  if (response.error !== null) assertJsonPath(response.error, "endpoint.response.error");
  if (versionPath !== null) assertJsonPath(versionPath, "endpoint.version_path");
}
