import type { HttpTemplates } from "../config/types";
import { bindTemplates } from "./http/bind-templates";
import { getRequest, isObject, tryParseJson } from "./json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

/**
 * LitServe (Lightning-AI/LitServe `src/litserve/server.py`). The JSON is that of the user's own
 * `decode_request` and `encode_response`; without templates it is taken to be that of LitServe's
 * examples, `{"input": row}` in and `{"output": value}` out.
 */
export const litserve: ProtocolAdapter = {
  name: "litserve",
  reach: "/health",
  signs: () => [
    {
      requests: [getRequest("/info")],
      recognise(answer) {
        const body = answer.status === 200 ? tryParseJson(answer) : undefined;
        const isInfo = isObject(body) && "model" in body && isObject(body.server);
        return isInfo ? "GET /info answers with model and server" : null;
      },
    },
    {
      requests: [getRequest("/")],
      recognise: (answer) =>
        answer.status === 200 && /litserve running/i.test(answer.body.toString("utf8", 0, 200))
          ? "GET / answers litserve running"
          : null,
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const templates = options.templates ?? exampleTemplates(options.route);
    return {
      ...bindTemplates(templates, null, options),
      protocol: "litserve",
      health: {
        live: { request: getRequest("/") },
        ready: { request: getRequest("/health") },
        metadata: { request: getRequest("/info") },
      },
    };
  },
};

function exampleTemplates(route: string | null): HttpTemplates {
  return {
    request: { method: "POST", path: route ?? "/predict", headers: {}, body: { input: "{{row}}" } },
    response: { prediction: "$.output", outputs: {}, error: "$.detail" },
    health: { live: null, ready: null, metadata: null },
    versionPath: null,
  };
}
