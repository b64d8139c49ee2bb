import type { HttpTemplates } from "../config/types";
import type { Row } from "../data/types";
import type { HttpAnswer, HttpClient, HttpRequest } from "../http/types";

/** A value of one output for one row: a scalar, a vector of scores, or any JSON. */
export type OutputValue =
  | string
  | number
  | boolean
  | null
  | OutputValue[]
  | { [key: string]: OutputValue };

/** All outputs for one row; the first is the prediction. */
export interface Answer {
  outputs: { name: string; value: OutputValue }[];
}

export interface TensorSpec {
  name: string;
  /** The protocol's own name, e.g. "FP32". */
  datatype: string;
  /** -1 where the size is free; a free first axis is the batch. */
  shape: number[];
  /** How the server is to read the tensor, where the protocol has such a hint. */
  contentType?: string;
}

export interface Signature {
  inputs: TensorSpec[];
  outputs: TensorSpec[];
}

/** What the endpoint says about itself. */
export interface Identity {
  model: string | null;
  version: string | null;
  /** Versions the server lists, where it lists any. */
  versions: string[];
}

/** Requests that a sound server refuses, each made from a good row. */
export type BadInputKind =
  | "wrong-dtype"
  | "wrong-shape"
  | "missing-field"
  | "empty-batch"
  | "unknown-model"
  | "non-finite";

/** The health questions; a protocol without one leaves it out and the check is skipped. */
export interface HealthRequests {
  live?: HttpRequest;
  ready?: HttpRequest;
  modelReady?: HttpRequest;
  /** The same question about a model that does not exist. */
  unknownReady?: HttpRequest;
  metadata?: HttpRequest;
}

export interface EncodeOptions {
  /** Correlation id, for protocols that echo one. */
  id?: string;
}

/**
 * One model at one endpoint, as a suite sees it: rows to requests, answers to rows. Pure, once made:
 * whoever holds it does the sending. Streams will add a decoder of their own beside `decode`.
 */
export interface ModelBinding {
  readonly protocol: string;
  /** How the protocol was chosen, one finding a string. */
  readonly evidence: string[];
  readonly identity: Identity;
  readonly signature: Signature | null;
  readonly health: HealthRequests;
  /** Rows per request: 1 where the protocol has no batches. */
  readonly maxBatch: number;
  /** Fails with `answer/…` or `data/…` where a row does not fit the model. */
  encode(rows: readonly Row[], options?: EncodeOptions): HttpRequest;
  /** One answer a row, in order. Throws InfergateError `answer/…` when the body is not a good answer. */
  decode(answer: HttpAnswer, rows: number): Answer[];
  /** JSON Schema of a good answer's body, null where the protocol fixes no shape. */
  readonly answerSchema: object | null;
  /** The version that gave this answer, null where the answer does not say. */
  servedVersion(answer: HttpAnswer): string | null;
  /** The correlation id that came back, null where there is none. */
  answerId(answer: HttpAnswer): string | null;
  /** The message of a body in the protocol's error shape; null where it is not in that shape. */
  errorMessage(answer: HttpAnswer): string | null;
  /** Null where the protocol cannot express that fault. */
  badInput(kind: BadInputKind, row: Row): HttpRequest | null;
  /** A row invented from the metadata, null where the metadata does not say enough. */
  inventRow(random: () => number): Row | null;
}

export interface ConnectOptions {
  client: HttpClient;
  /** The user's request and response templates, where the protocol is the generic `http`. */
  templates: HttpTemplates | null;
  model: string | null;
  version: string | null;
  features: string[] | null;
  evidence: string[];
  signal: AbortSignal;
}

/** One serving protocol. */
export interface ProtocolAdapter {
  readonly name: string;
  /** Asks the endpoint what it needs to know (model, metadata) and returns the binding. */
  connect(options: ConnectOptions): Promise<ModelBinding>;
}
