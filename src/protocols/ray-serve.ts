import { InfergateError } from "../errors";
import { bindTemplates } from "./http/bind-templates";
import { getRequest, isObject, tryParseJson } from "./json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

/**
 * Ray Serve's HTTP proxy (ray-project/ray `python/ray/serve/_private/proxy.py`): health and routes are
 * its own, everything else is the user's deployment, so the templates have to be said.
 */
export const rayServe: ProtocolAdapter = {
  name: "ray-serve",
  reach: "/-/healthz",
  signs: () => [
    {
      requests: [getRequest("/-/routes")],
      recognise(answer) {
        const body = answer.status === 200 ? tryParseJson(answer) : undefined;
        if (!isObject(body)) return null;
        const routes = Object.keys(body);
        // Many a server answers {} to whatever it is asked.
        return routes.length > 0 && routes.every((route) => route.startsWith("/"))
          ? `GET /-/routes answers ${routes.length} routes: ${routes.slice(0, 5).join(", ")}`
          : null;
      },
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { templates, evidence } = options;
    if (!templates) {
      throw new InfergateError(
        "config/templates-needed",
        `${options.client.url} is Ray Serve, whose JSON is that of your deployment (${evidence.join("; ")})`,
        "endpoint: { protocol: ray-serve, request: { path: /, body: { features: '{{row}}' } }, response: '$.prediction' }",
      );
    }
    return {
      ...bindTemplates(templates, null, options),
      protocol: "ray-serve",
      health: {
        live: { request: getRequest("/-/healthz") },
        ready: {
          request: getRequest("/-/healthz"),
          problem(answer) {
            const text = answer.body.toString("utf8", 0, 100).trim();
            return text === "success" ? null : `answered 200 with ${JSON.stringify(text)}`;
          },
        },
        metadata: { request: getRequest("/-/routes") },
      },
    };
  },
};
