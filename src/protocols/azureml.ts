import type { HttpTemplates } from "../config/types";
import type { HttpAnswer } from "../http/types";
import { bindTemplates } from "./http/bind-templates";
import { LIST_ITEMS } from "./http/read-path";
import { getRequest, readText } from "./json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

/**
 * Azure ML online endpoints (learn.microsoft.com, "How to troubleshoot online endpoints", status
 * codes; azureml-inference-server-http for the local one). The body is that of the user's scoring
 * script; without templates it is taken to be `{"data": rows}` in and a list out. The gateway turns a
 * model's own status into 424 and puts it into a header.
 */
export const azureml: ProtocolAdapter = {
  name: "azureml",
  reach: "/",
  hasDeployments: true,
  // Everything but the route is the user's own; the host tells it.
  signs: () => [],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { route, deployment } = options;
    const templates = options.templates ?? exampleTemplates(route);
    const headers: Record<string, string> =
      deployment === null ? {} : { "azureml-model-deployment": deployment };
    const withHeaders = {
      ...templates,
      request: { ...templates.request, headers: { ...templates.request.headers, ...headers } },
    };
    const binding = bindTemplates(withHeaders, null, options);
    return {
      ...binding,
      protocol: "azureml",
      health: { live: { request: getRequest("/") } },
      statusOf,
      errorMessage: (answer) =>
        binding.errorMessage(answer) ?? (answer.status === 424 ? reasonOf(answer) : null),
      servedVersion: (answer) => answer.headers["azureml-model-deployment"] ?? null,
    };
  },
};

function statusOf(answer: HttpAnswer): number {
  const own = Number(answer.headers["ms-azureml-model-error-statuscode"]);
  return answer.status === 424 && Number.isInteger(own) && own >= 400 ? own : answer.status;
}

function reasonOf(answer: HttpAnswer): string | null {
  return answer.headers["ms-azureml-model-error-reason"] ?? readText(answer, "message");
}

function exampleTemplates(route: string | null): HttpTemplates {
  return {
    request: { method: "POST", path: route ?? "/score", headers: {}, body: { data: "{{rows}}" } },
    response: { prediction: LIST_ITEMS, outputs: {}, error: null },
    health: { live: null, ready: null, metadata: null },
    versionPath: null,
  };
}
