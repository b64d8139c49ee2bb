import { InfergateError } from "../errors";
import type { HttpAnswer } from "../http/types";
import { bindInstances, listSchema } from "./bind-instances";
import { getRequest, isObject, type Json, tryParseJson } from "./json-body";
import { dataframeSplit, findPredictions, readMlflowError, rowToCells } from "./mlflow/scoring";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

const UNKNOWN_ENDPOINT = "infergate-no-such-endpoint";

/**
 * Databricks Model Serving: MLflow's body at `/serving-endpoints/NAME/invocations`, with a bearer
 * token. State and served versions come from its API, `GET /api/2.0/serving-endpoints/NAME`
 * (docs.databricks.com, "Serving Endpoint: Get").
 */
export const databricks: ProtocolAdapter = {
  name: "databricks",
  reach: "",
  reservedParameters: [],
  // Nothing answers without a token and a name; the URL tells it.
  signs: () => [],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { client, signal, model } = options;
    if (model === null) {
      throw new InfergateError(
        "config/model-needed",
        `${client.url} names no serving endpoint`,
        "Give the URL that you call: https://WORKSPACE/serving-endpoints/NAME/invocations",
      );
    }
    const exchange = await client.send(getRequest(statePath(model)), { signal });
    const versions = exchange.ok ? readVersions(exchange.answer) : [];
    return bindInstances(
      {
        protocol: "databricks",
        path: `/serving-endpoints/${encodeURIComponent(model)}/invocations`,
        unknownModelPath: `/serving-endpoints/${UNKNOWN_ENDPOINT}/invocations`,
        identity: {
          model,
          version: versions.length === 1 ? (versions[0] ?? null) : null,
          versions,
        },
        health: {
          ready: { request: getRequest(statePath(model)), problem: notReady },
          unknownReady: { request: getRequest(statePath(UNKNOWN_ENDPOINT)), problem: notReady },
        },
        toInstance: rowToCells,
        wrap: (instances, columns) => dataframeSplit(instances, columns, options.parameters),
        findList: findPredictions,
        listName: "predictions",
        answerSchema: listSchema("predictions"),
        errorMessage: readMlflowError,
      },
      options,
    );
  },
};

function statePath(name: string): string {
  return `/api/2.0/serving-endpoints/${encodeURIComponent(name)}`;
}

/** `state.ready` is READY or NOT_READY. */
function notReady(answer: HttpAnswer): string | null {
  const body = tryParseJson(answer);
  const state = isObject(body) && isObject(body.state) ? body.state.ready : undefined;
  return state === "READY"
    ? null
    : `answered 200 with state.ready: ${JSON.stringify(state ?? null)}`;
}

/**
 * What may get traffic: `config.served_entities[].entity_version`, `served_models[].model_version`
 * before. An entity without a version goes by its name: beside it the other's version is not certain.
 */
function readVersions(answer: HttpAnswer): string[] {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  const config: Json | undefined = isObject(body) ? body.config : undefined;
  if (!isObject(config)) return [];
  const served = config.served_entities ?? config.served_models;
  if (!Array.isArray(served)) return [];
  return served
    .filter(isObject)
    .map((one) => String(one.entity_version ?? one.model_version ?? one.name ?? "unknown"));
}
