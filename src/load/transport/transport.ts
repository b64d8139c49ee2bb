import type { Progress } from "../../http/attempt";
import type { Arrival } from "../../http/types";
import type { ConnectionCounts } from "./connection-counts";

/** An answer as it came over the wire: names and values of the head in turn, the body still encoded. */
export interface RawAnswer {
  status: number;
  headers: readonly Buffer[];
  body: Buffer;
  /** When which part of the body came, of answers that were asked for as streams. */
  arrivals?: readonly Arrival[];
}

/** A copy that holds. */
export function keepAnswer(answer: RawAnswer): RawAnswer {
  return { ...answer, headers: answer.headers.map(copy), body: copy(answer.body) };
}

function copy(bytes: Buffer): Buffer {
  return Buffer.from(bytes);
}

/** Who is told how a request fares; called on the hot path, so without allocation. */
export interface ExchangeObserver {
  /** A connection has taken it; said once more where that comes before the request leaves. */
  written(index: number): void;
  /** The first byte of an answer is there. */
  firstByte(index: number): void;
  /** Ends it. The answer's bytes hold until this returns: who keeps them, copies them. */
  answered(index: number, answer: RawAnswer): void;
  /** Ends it. */
  failed(index: number, error: Error, progress: Progress): void;
}

/** A request under way. */
export interface SentRequest {
  /** Ends it without a word to the observer: whoever cancels knows. */
  cancel(): void;
}

/**
 * Carries a fixed set of requests to one endpoint, over connections that stay open. What it promises
 * is held by one conformance test: an answer is given to the request that it answers or to none.
 */
export interface Transport {
  /**
   * Sends the request of that number. It may be over before this returns.
   *
   * @param index by which the observer knows it
   */
  send(request: number, index: number, observer: ExchangeObserver): SentRequest;
  readonly connections: ConnectionCounts;
  close(): Promise<void>;
}

export interface TransportLimits {
  /** Requests that may be under way at once; none waits for a connection of another. */
  mostInFlight: number;
  /** A longer body is broken off and counted. */
  maxAnswerBytes: number;
  /** The clock by which the pieces of a body are timed, where that is asked for; else null. */
  streamClock: (() => number) | null;
}
