import type { HttpTemplates } from "../../config/types";
import { Binary } from "../../data/binary";
import { InfergateError } from "../../errors";
import type { HttpAnswer, HttpRequest } from "../../http/types";
import { unwrapOne } from "../instances";
import {
  errorInSuccess,
  getRequest,
  isObject,
  type Json,
  parseGoodJson,
  tryParseJson,
} from "../json-body";
import type { Answer, BadInputKind, ConnectOptions, ModelBinding } from "../types";
import { fillTemplate, isBatchTemplate, unknownNames } from "./fill-template";
import { isSingular, selectAll } from "./read-path";

/** Keys under which servers commonly put the message of a JSON error body. */
const COMMON_ERROR_KEYS = ["error", "detail", "message", "errors", "title"];

/** A binding by the user's templates, for `http` and for servers whose JSON is the user's own. */
export function bindTemplates(
  templates: HttpTemplates,
  version: string | null,
  options: ConnectOptions,
): ModelBinding {
  const { request, response, health } = templates;
  const batched = isBatchTemplate(request.body);
  const errorMessage = (answer: HttpAnswer) => readError(answer, response.error);
  const encodeBody = (body: unknown): HttpRequest => {
    // A body that is nothing but a file is sent as it is.
    const file = body instanceof Binary ? body : null;
    const type = file?.mediaType ?? "application/json";
    const bytes = () => file?.bytes ?? Buffer.from(JSON.stringify(body));
    return {
      method: request.method,
      path: request.path,
      headers: { "content-type": type, accept: "application/json", ...request.headers },
      body: request.method === "GET" ? null : bytes(),
    };
  };
  return {
    protocol: "http",
    evidence: options.evidence,
    identity: { model: options.model, version, versions: version === null ? [] : [version] },
    signature: null,
    health: {
      ...(health.live === null ? {} : { live: { request: getRequest(health.live) } }),
      ...(health.ready === null ? {} : { ready: { request: getRequest(health.ready) } }),
      ...(health.metadata === null ? {} : { metadata: { request: getRequest(health.metadata) } }),
    },
    maxBatch: batched ? Number.POSITIVE_INFINITY : 1,
    answerSchema: null,
    encode(rows) {
      const features = options.features ?? Object.keys(rows[0] ?? {});
      const unknown = unknownNames(request.body, features)[0];
      if (unknown !== undefined) {
        throw new InfergateError(
          "config/template-column",
          `endpoint.request.body uses {{${unknown}}}, but the features are ${features.join(", ")}`,
          "Name a column of the data, or row, record, rows, records.",
        );
      }
      return encodeBody(fillTemplate(request.body, { rows, features }));
    },
    decode(answer, rows) {
      const body = parseGoodJson(answer, errorMessage(answer));
      const said = errorMessage(answer);
      // The common keys may stand in a good answer, too.
      if (said !== null && response.error !== null) throw errorInSuccess(answer, said);
      const paths = { prediction: response.prediction, ...response.outputs };
      const outputs = Object.entries(paths).map(([name, path]) => ({
        name,
        values: spread({ name, path, selected: selectAll(body, path), rows, batched, said }),
      }));
      const [prediction] = outputs;
      const empty = prediction?.values.indexOf(null) ?? -1;
      if (empty >= 0) {
        throw new InfergateError("answer/shape", `the prediction of row ${empty + 1} is null`);
      }
      return Array.from(
        { length: rows },
        (_, row): Answer => ({
          outputs: outputs.map(({ name, values }) => ({ name, value: values[row] as Json })),
        }),
      );
    },
    servedVersion: (answer) => readVersion(answer, templates.versionPath),
    answerId: () => null,
    errorMessage,
    badInput: (kind, row) => spoil(kind, row, templates, encodeBody, options),
    inventRow: () => null,
  };
}

interface Selection {
  name: string;
  path: string;
  /** What the path selects in the answer. */
  selected: Json[];
  rows: number;
  /** Whether the request carries a list of rows. */
  batched: boolean;
  /** What the answer says under a key that is common for errors. */
  said: string | null;
}

/**
 * One value a row: the path selects as many, or one list of them. A path of a batch that can select
 * but one value selects that list: three values for one row are two too many, and no vector.
 */
function spread({ name, path, selected, rows, batched, said }: Selection): Json[] {
  const single = isSingular(path);
  if (selected.length === 0 && (rows > 0 || single)) {
    const instead = said === null ? "" : `, but says: ${said}`;
    throw new InfergateError(
      "answer/shape",
      `the answer has nothing at ${path} (${name})${instead}`,
    );
  }
  const [only] = selected;
  const list = selected.length === 1 && Array.isArray(only) ? only : null;
  const isBatch = (batched && single) || rows !== 1 || list?.length === 1;
  const values = list && isBatch ? list : selected;
  if (values.length !== rows) {
    throw new InfergateError(
      "answer/row-count",
      `${path} (${name}) gives ${values.length} values, but ${rows} rows were sent`,
    );
  }
  return values.map(unwrapOne);
}

function spoil(
  kind: BadInputKind,
  row: Parameters<ModelBinding["badInput"]>[1],
  { request }: HttpTemplates,
  encodeBody: (body: unknown) => HttpRequest,
  options: ConnectOptions,
): HttpRequest | null {
  if (request.method === "GET") return null;
  const features = options.features ?? Object.keys(row);
  const fill = (rows: (typeof row)[]) => fillTemplate(request.body, { rows, features });
  const spoilers: Partial<Record<BadInputKind, () => unknown>> = {
    "missing-field": () => ({}),
    "wrong-dtype": () => {
      const numeric = features.some((feature) => typeof row[feature] === "number");
      const text = Object.fromEntries(features.map((feature) => [feature, "not-a-number"]));
      return numeric ? fill([text]) : undefined;
    },
    "empty-batch": () => (isBatchTemplate(request.body) ? fill([]) : undefined),
  };
  const body = spoilers[kind]?.();
  return body === undefined ? null : encodeBody(body);
}

function readError(answer: HttpAnswer, path: string | null): string | null {
  const body = tryParseJson(answer);
  if (!isObject(body)) return null;
  const said =
    path === null
      ? COMMON_ERROR_KEYS.filter((key) => Object.hasOwn(body, key)).map((key) => body[key] as Json)
      : selectAll(body, path).slice(0, 1);
  const value = said.find(isTold);
  return value === undefined || typeof value === "string" ? (value ?? null) : JSON.stringify(value);
}

/** Servers with one form for all answers have the key in good ones, too, and nothing in it. */
function isTold(value: Json): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== null && value !== false && value !== "";
}

export function readVersion(answer: HttpAnswer, path: string | null): string | null {
  const body = path === null ? undefined : tryParseJson(answer);
  const value = body === undefined ? undefined : selectAll(body, path as string)[0];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
