import { Binary } from "../data/binary";
import type { Row } from "../data/types";
import { InfergateError } from "../errors";
import type { HttpAnswer, HttpRequest } from "../http/types";
import { featuresOf, readPredictions } from "./instances";
import {
  getRequest,
  isObject,
  type Json,
  parseGoodJson,
  readText,
  tryParseJson,
} from "./json-body";
import type { Answer, ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

const UNKNOWN_ENDPOINT = "infergate-no-such-endpoint";
const VARIANT_HEADER = "x-amzn-sagemaker-target-variant";

/**
 * SageMaker real-time inference (AWS, "InvokeEndpoint" of the runtime API), signed by AWS Signature
 * Version 4, and the bare container behind it (`/ping`, `/invocations`). Rows go as CSV without a
 * header, which AWS's own algorithms take; answers are JSON or CSV.
 */
export const sagemaker: ProtocolAdapter = {
  name: "sagemaker",
  reach: "/ping",
  hasDeployments: true,
  signs: () => [
    {
      requests: [getRequest("/ping"), getRequest("/version"), getRequest("/invocations")],
      recognise(ping, version, invocations) {
        const isContainer =
          ping?.status === 200 && version?.status === 404 && invocations?.status === 405;
        // MLflow has a version, TorchServe a status in the body of its /ping.
        return isContainer && ping.body.toString("utf8").trim() === ""
          ? "GET /ping answers an empty 200, /version 404, and GET /invocations 405"
          : null;
      },
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    return bind(options);
  },
};

function bind(options: ConnectOptions): ModelBinding {
  const { model, route, deployment, features, evidence } = options;
  const managed = route?.startsWith("/endpoints/") ?? false;
  const path = managed ? (route as string) : "/invocations";
  const headers = {
    "content-type": "text/csv",
    accept: "application/json",
    ...(deployment === null ? {} : { [VARIANT_HEADER]: deployment }),
  };
  const post = (to: string, body: Buffer | string): HttpRequest => ({
    method: "POST",
    path: to,
    headers,
    body: Buffer.from(body),
  });
  return {
    protocol: "sagemaker",
    evidence,
    identity: { model, version: null, versions: [] },
    signature: null,
    // The runtime API has no health of its own, and asking its control plane takes other rights.
    health: managed ? {} : { ready: { request: getRequest("/ping") } },
    maxBatch: Number.POSITIVE_INFINITY,
    answerSchema: null,
    encode: (rows) => encodeRows(rows, features, (body) => post(path, body), headers),
    decode,
    servedVersion: (answer) => answer.headers["x-amzn-invoked-production-variant"] ?? null,
    answerId: () => null,
    errorMessage,
    statusOf: (answer) => originalStatus(answer) ?? answer.status,
    badInput(kind, row) {
      const columns = featuresOf(features, [row]);
      if (kind === "wrong-dtype" && columns.some((column) => typeof row[column] === "number")) {
        return post(path, columns.map(() => "not-a-number").join(","));
      }
      if (kind === "wrong-shape" && columns.length > 1) {
        return post(path, csvLine(row, columns.slice(1)));
      }
      return kind === "unknown-model" && managed
        ? post(`/endpoints/${UNKNOWN_ENDPOINT}/invocations`, csvLine(row, columns))
        : null;
    },
    inventRow: () => null,
  };
}

function encodeRows(
  rows: readonly Row[],
  features: readonly string[] | null,
  post: (body: Buffer | string) => HttpRequest,
  headers: Record<string, string>,
): HttpRequest {
  const columns = featuresOf(features, rows);
  const only = columns.length === 1 ? rows[0]?.[columns[0] as string] : undefined;
  if (rows.length === 1 && only instanceof Binary) {
    return { ...post(only.bytes), headers: { ...headers, "content-type": only.mediaType } };
  }
  return post(rows.map((row) => csvLine(row, columns)).join("\n"));
}

/** RFC 4180: a cell with a comma, a quote or a line break is quoted. */
function csvLine(row: Row, columns: readonly string[]): string {
  return columns
    .map((column) => {
      const cell = row[column] ?? "";
      if (typeof cell === "object") {
        throw new InfergateError(
          "data/cell-type",
          `column "${column}" holds a ${cell instanceof Binary ? "file" : "list"}, which CSV cannot carry beside other columns`,
          "Name the one column to send in data.features.",
        );
      }
      const text = String(cell);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(",");
}

function decode(answer: HttpAnswer, rows: number): Answer[] {
  if (isCsv(answer)) return readPredictions(csvValues(answer, rows), rows, "lines");
  const json = parseGoodJson(answer, errorMessage(answer));
  if (isObject(json)) return readPredictions(json.predictions, rows, "predictions");
  // One row's bare number is JSON, too.
  return readPredictions(Array.isArray(json) ? json : [json], rows, "predictions");
}

/** Any text is a line of CSV, so that what is broken JSON, or a page, must not be taken for one. */
function isCsv(answer: HttpAnswer): boolean {
  const { status, headers, body } = answer;
  if (status < 200 || status > 299 || tryParseJson(answer) !== undefined) return false;
  return !/json/i.test(headers["content-type"] ?? "") && /^\s*[^\s<{[]/.test(body.toString("utf8"));
}

/** Scores by comma, rows by line; but XGBoost's container answers a batch on one line. */
function csvValues(answer: HttpAnswer, rows: number): Json[] {
  const lines = answer.body.toString("utf8").trim().split(/\r?\n/);
  const values = lines.map((line) =>
    line.split(",").map((cell): Json => (isNumber(cell) ? Number(cell) : cell.trim())),
  );
  const [first = []] = values;
  return values.length === 1 && first.length === rows ? first : values;
}

function isNumber(cell: string): boolean {
  return cell.trim() !== "" && Number.isFinite(Number(cell));
}

/** `ModelError` wraps the container's answer: `{Message, OriginalStatusCode, OriginalMessage, LogStreamArn}`. */
function errorMessage(answer: HttpAnswer): string | null {
  return readText(answer, "OriginalMessage", "Message", "message", "error");
}

/** Null where nothing is wrapped. A model that gave no status (0: it hung, or died) has failed. */
function originalStatus(answer: HttpAnswer): number | null {
  const body = answer.status === 424 ? tryParseJson(answer) : undefined;
  if (!isObject(body) || body.OriginalStatusCode === undefined) return null;
  const status = Number(body.OriginalStatusCode);
  return Number.isInteger(status) && status >= 400 ? status : 500;
}
