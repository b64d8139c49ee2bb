import { InfergateError } from "../errors";
import type { HttpAnswer } from "../http/types";
import { bindInstances, listSchema } from "./bind-instances";
import { isObject, readVersionAt, tryParseJson } from "./json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

/**
 * Vertex AI's online prediction (Google Cloud, `projects.locations.endpoints.predict`). The base is
 * `…/endpoints`, the endpoint's id is the model. The answer names who gave it: the deployed model, and
 * its version where the model is in the registry.
 */
export const vertex: ProtocolAdapter = {
  name: "vertex",
  // No such route by GET: to list the endpoints would take a right that nobody needs to predict.
  reach: "/0:predict",
  reservedParameters: [],
  // A gateway of Google's answers nothing without credentials; the URL tells it.
  signs: () => [],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { model, client, parameters } = options;
    if (model === null) {
      throw new InfergateError(
        "config/model-needed",
        `${client.url} names no Vertex endpoint`,
        "Give the URL that you call: https://REGION-aiplatform.googleapis.com/v1/projects/P/locations/REGION/endpoints/ID:predict",
      );
    }
    return bindInstances(
      {
        protocol: "vertex",
        path: `/${encodeURIComponent(model)}:predict`,
        unknownModelPath: "/0:predict",
        identity: { model, version: null, versions: [] },
        health: {},
        wrap: (instances) => ({ instances, ...(parameters === null ? {} : { parameters }) }),
        findList: (body) => (isObject(body) ? body.predictions : undefined),
        listName: "predictions",
        answerSchema: listSchema("predictions"),
        errorMessage: readError,
        servedVersion: (answer) => readVersionAt(answer, "modelVersionId", "deployedModelId"),
      },
      options,
    );
  },
};

/** Google's error shape (`google.rpc.Status` in JSON): `{"error": {"code", "message", "status"}}`. */
function readError(answer: HttpAnswer): string | null {
  const body = tryParseJson(answer);
  const error = isObject(body) ? body.error : undefined;
  return isObject(error) && typeof error.message === "string" ? error.message : null;
}
