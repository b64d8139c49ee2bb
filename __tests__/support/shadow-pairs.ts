import { DEFAULT_SHADOW } from "../../src/config/defaults";
import type { ShadowConfig } from "../../src/config/types";
import type { Row } from "../../src/data/types";
import { InfergateError } from "../../src/errors";
import type { Exchange, HttpRequest } from "../../src/http/types";
import type { OutputValue } from "../../src/protocols/types";
import type { Asked } from "../../src/suites/ask";
import { answerRules } from "../../src/suites/shadow/answer-rules";
import { judgeAccuracy } from "../../src/suites/shadow/judge-accuracy";
import { judgeAgreement } from "../../src/suites/shadow/judge-agreement";
import { judgeErrors } from "../../src/suites/shadow/judge-errors";
import { judgeNoiseFloor } from "../../src/suites/shadow/judge-noise-floor";
import { judgeSlowdown } from "../../src/suites/shadow/judge-slowdown";
import { latencyPairs } from "../../src/suites/shadow/latency-pairs";
import { PairLog } from "../../src/suites/shadow/pair-log";
import type { Pair } from "../../src/suites/shadow/replay-pairs";
import type { Check, Evidence } from "../../src/verdict/result";

const REQUEST: HttpRequest = { method: "POST", path: "/infer", headers: {}, body: null };

/** What an endpoint has answered: values of its outputs, or why there are none. */
export function answered(outputs: Record<string, OutputValue>, ms = 10): Asked {
  const list = Object.entries(outputs).map(([name, value]) => ({ name, value }));
  return { ...exchanged(200, ms), answers: [{ outputs: list }], timing: null, problem: null };
}

export function refused(status: number, ms = 1): Asked {
  const problem = new InfergateError("answer/status", `status ${status}`);
  return { ...exchanged(status, ms), answers: null, timing: null, problem };
}

export function timedOut(ms = 5000): Asked {
  const message = "no answer in time";
  const failure = { kind: "timeout", reached: true, message, durationMs: ms } as const;
  const problem = new InfergateError("answer/timeout", message);
  return {
    request: REQUEST,
    exchange: { ok: false, failure },
    answers: null,
    timing: null,
    problem,
  };
}

function exchanged(status: number, ms: number): { request: HttpRequest; exchange: Exchange } {
  const answer = { status, headers: {}, body: Buffer.alloc(0), firstByteMs: ms, durationMs: ms };
  return { request: REQUEST, exchange: { ok: true, answer } };
}

export interface GivenPair {
  row?: Row;
  candidate: Asked;
  baseline: Asked;
  again?: Asked | null;
}

export interface LogOptions {
  shadow?: Partial<ShadowConfig>;
  classes?: string[];
  isRight?: (row: Row, asked: Asked) => boolean;
}

/** The pairs as the suite keeps them, each with an input of its own. */
export function logOf(pairs: readonly GivenPair[], options: LogOptions = {}): PairLog {
  const shadow = shadowOf(pairs.length, options);
  const log = new PairLog(answerRules(shadow, options.classes ?? null), options.isRight ?? null);
  for (const [index, given] of pairs.entries()) {
    const row = given.row ?? { index };
    const asks = (asked: Asked): Asked => ({
      ...asked,
      request: { ...REQUEST, body: Buffer.from(JSON.stringify(row)) },
    });
    const [candidate, baseline] = [asks(given.candidate), asks(given.baseline)];
    log.add({ again: null, ...given, row, candidate, baseline } satisfies Pair);
  }
  return log;
}

export function shadowOf(requests: number, { shadow = {} }: LogOptions = {}): ShadowConfig {
  return { ...DEFAULT_SHADOW, requests, ...shadow };
}

/** Every check of the suite on these pairs, by the last part of its id. */
export function judgePairs(
  pairs: readonly GivenPair[],
  options: LogOptions = {},
): Record<string, Check> {
  const log = logOf(pairs, options);
  const shadow = shadowOf(pairs.length, options);
  const agreement = judgeAgreement(log, shadow, showRequest);
  const checks = [
    agreement,
    judgeErrors(log, shadow, showRequest),
    judgeNoiseFloor(log, shadow, agreement),
    judgeSlowdown(latencyPairs(log.observations), shadow, []),
    judgeAccuracy(log.observations, shadow),
  ];
  return Object.fromEntries(
    checks.flatMap((one) => (one === null ? [] : [[one.id.replace("shadow/", ""), one]])),
  );
}

function showRequest({ candidate }: Pair): Evidence[] {
  const { method, path } = candidate.request;
  return [{ request: `${method} ${path}`, response: "" }];
}
