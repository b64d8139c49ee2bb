import { InfergateError } from "../../errors";
import type { HttpAnswer } from "../../http/types";
import { bindInstances, listSchema } from "../bind-instances";
import { getRequest, isObject, type Json, readText, tryParseJson } from "../json-body";
import { tryParseNonFinite } from "../non-finite-json";
import { columnPerInput } from "../oip-v2/column-per-input";
import { inventRow } from "../oip-v2/invent-row";
import type { ConnectOptions, ModelBinding, ProtocolAdapter, Signature } from "../types";
import { readMetadata } from "./metadata";

const UNKNOWN_MODEL = "infergate-no-such-model";

/**
 * TensorFlow Serving's REST API (tensorflow/serving `tensorflow_serving/g3doc/api_rest.md`). It lists
 * no models, so the name has to be known; numbers that JSON cannot write come as bare words.
 */
export const tfServing: ProtocolAdapter = {
  name: "tf-serving",
  reach: "",
  hasPins: true,
  signs: (model) =>
    model === null
      ? []
      : [
          {
            requests: [getRequest(modelPath(model))],
            recognise: (answer) =>
              readStates(answer) === null
                ? null
                : `GET ${modelPath(model)} answers model_version_status`,
          },
        ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { client, signal, model } = options;
    if (model === null) {
      throw new InfergateError(
        "config/model-needed",
        `${client.url} serves TensorFlow models, and does not list them`,
        "Name the model to gate: endpoint: { model: NAME }",
      );
    }
    const path = modelPath(model, options.pin);
    const exchange = await client.send(getRequest(`${path}/metadata`), { signal });
    const metadata = exchange.ok
      ? readMetadata(exchange.answer)
      : { version: null, signature: null };
    const state = await client.send(getRequest(path), { signal });
    const loaded = state.ok ? (readStates(state.answer) ?? []) : [];
    const versions = loaded.filter(({ state }) => state === "AVAILABLE").map((one) => one.version);
    return bind(model, metadata, versions, options);
  },
};

function bind(
  model: string,
  { version, signature }: ReturnType<typeof readMetadata>,
  versions: string[],
  options: ConnectOptions,
): ModelBinding {
  const path = modelPath(model, options.pin);
  const binding = bindInstances(
    {
      protocol: "tf-serving",
      path: `${path}:predict`,
      unknownModelPath: `${modelPath(UNKNOWN_MODEL)}:predict`,
      identity: {
        model,
        version,
        versions: versions.length === 0 && version ? [version] : versions,
      },
      health: {
        modelReady: { request: getRequest(path), problem: notAvailable },
        unknownReady: { request: getRequest(modelPath(UNKNOWN_MODEL)), problem: notAvailable },
        metadata: { request: getRequest(`${path}/metadata`) },
      },
      wrap: (instances, columns) => ({ instances: nameInputs(instances, columns, signature) }),
      parse: tryParseNonFinite,
      findList: (body) => (isObject(body) ? body.predictions : undefined),
      listName: "predictions",
      answerSchema: listSchema("predictions"),
      errorMessage: (answer) => readText(answer, "error"),
    },
    options,
  );
  return { ...binding, signature, inventRow: (random) => inventRow(signature, random) };
}

/** A model with an input a column takes instances that are objects of its inputs' names. */
function nameInputs(
  instances: Json[],
  columns: readonly string[],
  signature: Signature | null,
): Json[] {
  const inputs = signature?.inputs ?? [];
  if (inputs.length < 2) return instances;
  const columnOf = columnPerInput(inputs, columns);
  return instances.map((instance) => {
    const values = instance as Json[];
    return Object.fromEntries(
      inputs.map(({ name }, i) => [name, values[columns.indexOf(columnOf[i] as string)] ?? null]),
    );
  });
}

function modelPath(model: string, pin: string | null = null): string {
  return `/v1/models/${encodeURIComponent(model)}${pin ?? ""}`;
}

function readStates(answer: HttpAnswer): { version: string; state: string }[] | null {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  const list = isObject(body) ? body.model_version_status : undefined;
  if (!Array.isArray(list)) return null;
  return list
    .filter(isObject)
    .map(({ version, state }) => ({ version: String(version), state: String(state) }));
}

/** LOADING and UNLOADING are told in a 200, too. */
function notAvailable(answer: HttpAnswer): string | null {
  const states = readStates(answer) ?? [];
  return states.some(({ state }) => state === "AVAILABLE")
    ? null
    : `answered 200, but no version is AVAILABLE: ${states.map(({ version, state }) => `${version} ${state}`).join(", ") || "none listed"}`;
}
