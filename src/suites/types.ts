import type { Config, EndpointConfig } from "../config/types";
import type { Dataset, Row } from "../data/types";
import type { HttpClient } from "../http/types";
import type { ModelBinding } from "../protocols/types";
import type { Shard } from "../shards/shard";
import type { SuiteName, SuiteResult } from "../verdict/result";

export interface Endpoint {
  role: "candidate" | "baseline" | "scorer";
  client: HttpClient;
  model: ModelBinding;
  /** Deadline of one request, milliseconds. */
  timeoutMs: number;
}

export interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Wall clock. */
  date(): Date;
}

/** What a suite says while it runs; `done` of `total` requests. */
export type Progress = (suite: SuiteName, done: number, total: number, what: string) => void;

export interface SuiteContext {
  config: Config;
  candidate: Endpoint;
  baseline: Endpoint | null;
  /** Why there is a baseline in the config, but none to measure against; null where that is not so. */
  baselineProblem: string | null;
  /**
   * Opens another endpoint of the user's, to be sent these columns, or captured requests. Throws where
   * that fails; whoever asked for it closes its client.
   */
  open(endpoint: EndpointConfig, features: string[] | null, captured?: boolean): Promise<Endpoint>;
  /** The user's rows, null where the config names no data. */
  data: Dataset | null;
  /** Rows to send: the user's, or invented from the model's metadata; empty where neither is to be had. */
  inputs: readonly Row[];
  /** A generator of uniform numbers in [0, 1) of its own for each name, all from the run's seed. */
  random(name: string): () => number;
  clock: Clock;
  /** Aborted on SIGINT, SIGTERM and `--timeout`. */
  signal: AbortSignal;
  /** Once the signal is aborted: what ended the run, for messages. */
  whyStopped(): string;
  progress: Progress;
  /** The suites of this run that are through; left out where there are none. */
  finished?: readonly SuiteResult[];
  /** Which of several machines this is, that send the load together; null where it runs alone. */
  shard: Shard | null;
  /** When the load begins, milliseconds since 1970; null for as soon as it can. */
  startAtMs: number | null;
}

export type Suite = (context: SuiteContext) => Promise<SuiteResult>;
