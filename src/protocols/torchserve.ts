import { Binary } from "../data/binary";
import type { Row } from "../data/types";
import { InfergateError } from "../errors";
import type { HttpAnswer, HttpRequest } from "../http/types";
import { bindTemplates } from "./http/bind-templates";
import { featuresOf, rowToInstance, unwrapOne } from "./instances";
import {
  getRequest,
  isObject,
  type Json,
  parseErrorFreeJson,
  postJson,
  readText,
  tryParseJson,
} from "./json-body";
import type { Answer, ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

const UNKNOWN_MODEL = "infergate-no-such-model";

/**
 * TorchServe's inference API (pytorch/serve `docs/inference_api.md`). A request is one row, as the
 * handler takes it: JSON, or the bytes of a file. Image classifiers answer an object of scores by
 * class. Its batches are made by the server of several callers' requests.
 */
export const torchserve: ProtocolAdapter = {
  name: "torchserve",
  reach: "/ping",
  hasPins: true,
  signs: () => [
    {
      requests: [getRequest("/ping")],
      recognise(answer) {
        const state = readState(answer);
        return state === null ? null : `GET /ping answers {"status": "${state}"}`;
      },
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { model, pin, client, evidence, templates } = options;
    if (model === null) {
      throw new InfergateError(
        "config/model-needed",
        `${client.url} is TorchServe, which lists its models only on its management port`,
        "Name the model to gate: endpoint: { model: NAME }",
      );
    }
    const path = `/predictions/${encodeURIComponent(model)}${pin ?? ""}`;
    const shared = {
      protocol: "torchserve",
      evidence,
      identity: { model, version: null, versions: [] },
      health: { ready: { request: getRequest("/ping"), problem: notHealthy } },
    };
    if (templates) return { ...bindTemplates(templates, null, options), ...shared };
    return {
      ...shared,
      signature: null,
      maxBatch: 1,
      answerSchema: null,
      encode: ([row]) => encodeRow(path, row as Row, options),
      decode: (answer, rows) => decodeRow(answer, rows),
      servedVersion: () => null,
      answerId: () => null,
      errorMessage,
      badInput(kind, row) {
        if (kind === "unknown-model") {
          return encodeRow(`/predictions/${UNKNOWN_MODEL}`, row, options);
        }
        const columns = featuresOf(options.features, [row]);
        const numeric = columns.some((column) => typeof row[column] === "number");
        return kind === "wrong-dtype" && numeric
          ? postJson(
              path,
              columns.map(() => "not-a-number"),
            )
          : null;
      },
      inventRow: () => null,
    };
  },
};

function encodeRow(path: string, row: Row, { features }: ConnectOptions): HttpRequest {
  const columns = featuresOf(features, [row]);
  const only = columns.length === 1 ? row[columns[0] as string] : undefined;
  if (only instanceof Binary) {
    const headers = { "content-type": only.mediaType, accept: "application/json" };
    return { method: "POST", path, headers, body: only.bytes };
  }
  return postJson(path, rowToInstance(row, columns));
}

function decodeRow(answer: HttpAnswer, rows: number): Answer[] {
  if (rows !== 1) throw new RangeError(`a request of TorchServe is one row, not ${rows}`);
  const plain = answer.status === 200 ? plainText(answer) : null;
  const body: Json = plain ?? parseErrorFreeJson(answer, errorMessage(answer));
  const value = unwrapOne(body);
  if (value === null) throw new InfergateError("answer/shape", "the prediction is null");
  return [{ outputs: [{ name: "prediction", value }] }];
}

/** A handler that returns text answers it bare. */
function plainText(answer: HttpAnswer): string | null {
  const isJson = tryParseJson(answer) !== undefined;
  const isText = /^text\/plain/i.test(answer.headers["content-type"] ?? "");
  return !isJson && isText && answer.body.length > 0 ? answer.body.toString("utf8") : null;
}

/** `{"code": 404, "type": "ModelNotFoundException", "message": …}`. */
function errorMessage(answer: HttpAnswer): string | null {
  const body = tryParseJson(answer);
  return isObject(body) && "code" in body ? readText(answer, "message") : null;
}

function readState(answer: HttpAnswer): string | null {
  const state = readText(answer, "status");
  return state !== null && /^(Healthy|Unhealthy|Partial Healthy)$/.test(state) ? state : null;
}

function notHealthy(answer: HttpAnswer): string | null {
  const state = readState(answer);
  return state === "Healthy" ? null : `answered 200 with status ${JSON.stringify(state)}`;
}
