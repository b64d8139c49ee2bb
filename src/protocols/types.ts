import type { HttpTemplates, TensorForm } from "../config/types";
import type { Row } from "../data/types";
import type { HttpAnswer, HttpClient, HttpRequest } from "../http/types";
import type { Json } from "./json-body";

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
  /** The server said that the text ends where it does because of a limit on tokens. */
  cut?: true;
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

/** A question about the server's state. */
export interface HealthQuestion {
  request: HttpRequest;
  /**
   * Why this answer means no, null where it means yes. Left out, the status alone decides: 200 is yes.
   * Only for protocols that tell the state in the body of a 200.
   */
  problem?(answer: HttpAnswer): string | null;
}

/** The health questions; a protocol without one leaves it out and the check is skipped. */
export interface HealthQuestions {
  live?: HealthQuestion;
  ready?: HealthQuestion;
  modelReady?: HealthQuestion;
  /** The same question about a model that does not exist. */
  unknownReady?: HealthQuestion;
  metadata?: HealthQuestion;
}

export interface EncodeOptions {
  /** Correlation id, for protocols that echo one. */
  id?: string;
  /** Ask for the answer as a stream of events; only where the binding has `decodeStream`. */
  stream?: boolean;
}

/** One piece of generated content as it came. */
export interface StreamDelta {
  /** Milliseconds from the writing of the request. */
  atMs: number;
  kind: "content" | "reasoning" | "tool";
  text: string;
}

/** What a stream was read as. Errors inside a stream and streams that stop are `answer/…` errors. */
export interface StreamReading {
  answer: Answer;
  /** Those with content, in the order they came. */
  deltas: StreamDelta[];
  /** `unsent` of them are reasoning that the server keeps to itself, before the first piece. */
  outputTokens: { count: number; unsent: number; by: "usage" | "estimate" };
}

/**
 * One model at one endpoint, as a suite sees it: rows to requests, answers to rows. Pure, once made:
 * whoever holds it does the sending.
 */
export interface ModelBinding {
  readonly protocol: string;
  /** How the protocol was chosen, one finding a string. */
  readonly evidence: string[];
  readonly identity: Identity;
  readonly signature: Signature | null;
  readonly health: HealthQuestions;
  /** Rows per request: 1 where the protocol has no batches. */
  readonly maxBatch: number;
  /** Fails with `answer/…` or `data/…` where a row does not fit the model. */
  encode(rows: readonly Row[], options?: EncodeOptions): HttpRequest;
  /** The same request as text, where `encode` sends raw bytes; left out where it does not. */
  encodeText?(rows: readonly Row[]): HttpRequest;
  /** One answer a row, in order. Throws InfergateError `answer/…` when the body is not a good answer. */
  decode(answer: HttpAnswer, rows: number): Answer[];
  /** The answer to one row, asked for as a stream; left out where the protocol has no streams. */
  decodeStream?(answer: HttpAnswer): StreamReading;
  /** The model's own status, where a gateway wraps it (Azure ML's 424); else the answer's. */
  statusOf?(answer: HttpAnswer): number;
  /** JSON Schema of a good answer's body, null where the protocol fixes no shape. */
  readonly answerSchema: object | null;
  /** The body without the raw bytes, where some follow its JSON; left out, the whole body. */
  textOf?(answer: HttpAnswer): HttpAnswer;
  /** The version that gave this answer, null where the answer does not say. */
  servedVersion(answer: HttpAnswer): string | null;
  /** The correlation id that came back, null where there is none. */
  answerId(answer: HttpAnswer): string | null;
  /** The message of a body in the protocol's error shape; null where it is not in that shape. */
  errorMessage(answer: HttpAnswer): string | null;
  /**
   * Of a protocol whose bodies are no text: what to say where a fault of texts is asked for, a request
   * that is longer by so many bytes without a meaning, and bodies as text for the report (`answer` is
   * null where the request's is wanted; null comes back where the bytes are text, or cannot be read).
   */
  readonly messages?: {
    readonly what: string;
    pad(request: HttpRequest, bytes: number): HttpRequest;
    toText(request: HttpRequest, answer: HttpAnswer | null): string | null;
  };
  /** Null where the protocol cannot express that fault. */
  badInput(kind: BadInputKind, row: Row): HttpRequest | null;
  /** A row invented from the metadata, null where the metadata does not say enough. */
  inventRow(random: () => number): Row | null;
}

export interface ConnectOptions {
  client: HttpClient;
  /** The user's request and response templates, where the protocol is the generic `http`. */
  templates: HttpTemplates | null;
  /** What the URL says after the base, e.g. "/score"; null where it names only the base. */
  route: string | null;
  /** One of several behind the same URL: SageMaker's variant, Azure ML's deployment. */
  deployment: string | null;
  /** Settings of the model that go with every request; null where none are named. */
  parameters: { [key: string]: Json } | null;
  /** Binary only where the adapter has it. */
  tensors: TensorForm;
  model: string | null;
  /** What follows the model in a path to pick one of its versions; null where the URL names none. */
  pin: string | null;
  features: string[] | null;
  evidence: string[];
  signal: AbortSignal;
}

/** What shows that an endpoint speaks a protocol. GET or OPTIONS only: looking changes nothing. */
export interface Sign {
  /** Each is asked once, however many signs want it. All of them must answer for the sign to be looked at. */
  requests: readonly HttpRequest[];
  /** The evidence, for people; null where these answers show nothing. The shape decides, never the status alone. */
  recognise(...answers: HttpAnswer[]): string | null;
}

/** One serving protocol. */
export interface ProtocolAdapter {
  readonly name: string;
  /** Looked at in the order of `detection-order.ts`; empty where only the URL can tell. */
  signs(model: string | null): readonly Sign[];
  /** Whether one of several deployments behind the same URL can be asked for (`endpoint.deployment`). */
  readonly hasDeployments?: boolean;
  /** Whether a path can name one of the model's versions; else a URL that does is refused. */
  readonly hasPins?: boolean;
  /** Whether tensors can travel as raw bytes (`endpoint.tensors: binary`). */
  readonly hasBinaryTensors?: boolean;
  /** Keys of the body that `endpoint.parameters` may not set; left out where it has no place in a request. */
  readonly reservedParameters?: readonly string[];
  /** One harmless request that tells an endpoint that is there from one that is not; a path is to be got. */
  readonly reach: string | HttpRequest;
  /** Asks the endpoint what it needs to know (model, metadata) and returns the binding. */
  connect(options: ConnectOptions): Promise<ModelBinding>;
}
