import { getRequest, isObject, tryParseJson } from "../json-body";
import type { Sign } from "../types";

/** The protocol requires the list; this one has never had it, and any API may have a name and a version. */
const WITHOUT_EXTENSIONS = "OpenVINO Model Server";

export const signs = (): readonly Sign[] => [
  {
    requests: [getRequest("/v2")],
    recognise(answer) {
      const body = answer.status === 200 ? tryParseJson(answer) : undefined;
      if (!isObject(body) || typeof body.name !== "string") return null;
      if (!Array.isArray(body.extensions) && body.name !== WITHOUT_EXTENSIONS) return null;
      return `GET /v2 answers server metadata: ${body.name} ${body.version ?? ""}`.trimEnd();
    },
  },
  {
    requests: [getRequest("/v2/models")],
    recognise(answer) {
      const body = answer.status === 200 ? tryParseJson(answer) : undefined;
      return isObject(body) && Array.isArray(body.models)
        ? "GET /v2/models answers a list of models"
        : null;
    },
  },
];
