import type { Row } from "../data/types";
import type { HttpAnswer } from "../http/types";
import { featuresOf, readPredictions, rowToInstance } from "./instances";
import { type Json, parseErrorFreeJson, postJson } from "./json-body";
import { spoilInstances } from "./spoil-instances";
import type { ConnectOptions, HealthQuestions, Identity, ModelBinding } from "./types";

/** What one protocol of "a list of rows in, a list of predictions out" has of its own. */
export interface InstancesProtocol {
  protocol: string;
  path: string;
  /** The same call to a model that does not exist; null where the URL names no model. */
  unknownModelPath: string | null;
  /** Sent with every request, lower-case names. */
  headers?: Record<string, string>;
  identity: Identity;
  health: HealthQuestions;
  /** A row as one instance; default: `rowToInstance`. */
  toInstance?(row: Row, columns: readonly string[]): Json;
  /** The request's body around the instances; `columns` are the features' names. */
  wrap(instances: Json[], columns: readonly string[]): { [key: string]: Json };
  /** Reads a body as JSON; default: strictly. */
  parse?(answer: HttpAnswer): Json | undefined;
  /** The list of predictions in a good answer, undefined where there is none. */
  findList(body: Json): Json | undefined;
  /** What the list is called, for messages and as the output's name. */
  listName: string;
  answerSchema: object | null;
  errorMessage(answer: HttpAnswer): string | null;
  servedVersion?(answer: HttpAnswer): string | null;
  statusOf?(answer: HttpAnswer): number;
}

export function bindInstances(own: InstancesProtocol, options: ConnectOptions): ModelBinding {
  const { path, headers = {}, listName, toInstance = rowToInstance } = own;
  const post = (body: unknown) => {
    const request = postJson(path, body);
    return { ...request, headers: { ...request.headers, ...headers } };
  };
  return {
    protocol: own.protocol,
    evidence: options.evidence,
    identity: own.identity,
    signature: null,
    health: own.health,
    maxBatch: Number.POSITIVE_INFINITY,
    answerSchema: own.answerSchema,
    encode(rows) {
      const columns = featuresOf(options.features, rows);
      const instances = rows.map((row) => toInstance(row, columns));
      return post(own.wrap(instances, columns));
    },
    decode(answer, rows) {
      const body = parseErrorFreeJson(answer, own.errorMessage(answer), own.parse);
      return readPredictions(own.findList(body), rows, listName);
    },
    servedVersion: own.servedVersion ?? (() => null),
    answerId: () => null,
    errorMessage: own.errorMessage,
    ...(own.statusOf === undefined ? {} : { statusOf: own.statusOf }),
    badInput(kind, row) {
      const columns = featuresOf(options.features, [row]);
      const spoiled = spoilInstances(kind, {
        instance: toInstance(row, columns),
        wrap: (instances) => own.wrap(instances, columns),
        path,
        unknownModelPath: own.unknownModelPath,
      });
      return spoiled && { ...spoiled, headers: { ...spoiled.headers, ...headers } };
    },
    inventRow: () => null,
  };
}

/** A schema for bodies with one list under one key. */
export function listSchema(key: string): object {
  return { type: "object", required: [key], properties: { [key]: { type: "array" } } };
}
