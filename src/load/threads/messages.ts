import type { HttpVersion } from "../../config/types";
import type { PreparedRequest } from "../../http/prepare";
import type { HttpTarget } from "../../http/types";
import type { Verdict } from "../answer-checker";
import type { LoadTarget } from "../generator";
import type { LoopLimits, LoopRun } from "../loop/load-loop";
import type { Plan, Share } from "../loop/pacing";
import type { Recording } from "../recording";
import type { RawAnswer } from "../transport/transport";
import type { PortableError } from "./portable-error";

/** What a thread is opened with; nothing in it is a function. */
export interface ThreadSetup extends LoopLimits, Pick<LoadTarget, "maxAnswerBytes"> {
  target: HttpTarget;
  requests: readonly PreparedRequest[];
  mostInFlight: number;
  streams: boolean;
  http: HttpVersion;
}

/** One run's part for one thread. The recording and the board are shared memory. */
export interface RunOrder {
  plan: Plan;
  recording: Recording;
  board: SharedArrayBuffer;
  share: Share;
  startAt: number;
}

/** An answer that only the main thread can judge, for only it knows the protocol. */
export interface Question {
  id: number;
  input: number;
  raw: RawAnswer;
}

export type ToThread =
  | { kind: "run"; order: RunOrder }
  | { kind: "verdict"; id: number; verdict: Verdict };

export type FromThread =
  | { kind: "ready" }
  | { kind: "question"; question: Question }
  | { kind: "ended"; run: LoopRun; connections: ThreadConnections }
  | { kind: "failed"; error: PortableError };

export interface ThreadConnections {
  opened: number;
  reopened: number;
}
