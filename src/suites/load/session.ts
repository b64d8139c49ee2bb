import type { Tolerance } from "../../config/types";
import { isGrpcUrl } from "../../http/base-url";
import { prepareRequest } from "../../http/prepare";
import type { HttpRequest, HttpTarget } from "../../http/types";
import { createAnswerCheck } from "../../load/answer-checker";
import { calibrate } from "../../load/calibration/calibrate";
import type { LoadGenerator, LoadRun, RunOptions } from "../../load/generator";
import type { StreamPlan } from "../../load/load-plan";
import { openGenerator } from "../../load/open-generator";
import { OUTCOME } from "../../load/outcomes";
import type { Schedule } from "../../load/schedule";
import { createStreamCheck } from "../../load/stream-checker";
import type { ServerMonitor, ServerView } from "../../monitor/server-monitor";
import { quantile } from "../../stats/percentile";
import { sample } from "../../stats/random";
import type { Evidence } from "../../verdict/result";
import { describeAsked } from "../describe-asked";
import type { SuiteContext } from "../types";
import { collectReferences, type NoReferences, type References } from "./collect-references";
import { findGeneratorFaults } from "./generator-faults";
import { GIVE_UP_AFTER, MAX_ANSWER_BYTES, MOST_INPUTS } from "./load-limits";

/** Of fewer, as in a warm-up, one late request is all that there is. */
const FEWEST_TO_DOUBT = 100;

/** What a stage needs of the answers that it is going to check. */
export interface SessionNeeds {
  stream: StreamPlan | null;
  /** Distinct inputs that are worth sending. */
  inputs: number;
  /** The largest number of requests in flight of the stage. */
  mostInFlight: number;
}

/** The candidate with its unloaded answers known, ready to be put under load by one schedule after another. */
export class LoadSession {
  /** Sent by the generator; those for the unloaded answers went through the endpoint's own client. */
  sent = 0;
  private readonly ceilings = new Map<number, Promise<number | null>>();

  /** @param findCeiling what this machine can send of such requests with so many in flight, per second */
  constructor(
    private readonly context: SuiteContext,
    private readonly references: References,
    private readonly generator: LoadGenerator,
    private readonly findCeiling: (inFlight: number) => Promise<number | null> = async () => null,
  ) {}

  /** How the endpoint contradicted itself unloaded; null where its answers can be compared. */
  get contradiction(): string | null {
    return this.references.contradiction;
  }

  /** What is put under load, and what is sent to it: for those who send beside the generator. */
  get target(): HttpTarget {
    return this.context.candidate.client.target;
  }

  get requests(): readonly HttpRequest[] {
    return this.references.requests;
  }

  /** Distinct inputs that are sent. */
  get inputs(): number {
    return this.references.requests.length;
  }

  /** How long good answers take alone, milliseconds, ascending; at least one. */
  get unloadedMs(): Float64Array {
    return this.references.unloadedMs;
  }

  get connections(): number {
    return this.generator.connections;
  }

  async run(schedule: Schedule, options: Omit<RunOptions, "signal"> = {}): Promise<LoadRun> {
    const run = await this.generator.run(schedule, { ...options, signal: this.context.signal });
    this.sent += run.recording.dispatched.filter((at) => !Number.isNaN(at)).length;
    if (!this.mayBeLimit(schedule, run)) return run;
    const cap = schedule.model === "open" ? schedule.maxInFlight : schedule.users;
    const found = this.ceilings.get(cap) ?? this.findCeiling(cap);
    this.ceilings.set(cap, found);
    const ceiling = await found;
    return {
      ...run,
      unloadedMs: quantile(this.unloadedMs, 0.5),
      ...(ceiling === null ? {} : { ceiling }),
    };
  }

  /** Whether it is worth a second to find out what this machine can send. */
  private mayBeLimit(schedule: Schedule, run: LoadRun): boolean {
    if (run.stopped === "interrupted" || run.recording.intended.length < FEWEST_TO_DOUBT) {
      return false;
    }
    // Whether drops were the endpoint's is not known before.
    if (run.recording.outcome.includes(OUTCOME.dropped)) return true;
    const plannedMs = schedule.model === "open" ? (schedule.arrivals.at(-1) ?? 0) : null;
    return findGeneratorFaults({ run, plannedMs, tightestMs: null }).problems.length > 0;
  }

  /** Proof of what went wrong: for each specimen of the run, in its order. */
  evidence({ specimens }: LoadRun): Evidence[] {
    return specimens.map(({ input, exchange }) => {
      const request = this.references.requests[input] as HttpRequest;
      return describeAsked(this.context.candidate, { request, exchange });
    });
  }

  close(): Promise<void> {
    return this.generator.close();
  }
}

/** Opens the sessions of a load suite. The unloaded answers are asked for once for all stages with like needs. */
export interface LoadSessions {
  /** Whoever opens a session closes it. */
  open(needs: SessionNeeds): Promise<LoadSession | NoReferences>;
  /** The unloaded answers alone, for a stage that sends one request at a time. */
  references(needs: Pick<SessionNeeds, "inputs">): Promise<References | NoReferences>;
  /** What the server told of itself from that time of the run's clock on, by the time since; null where it is not asked. */
  serverSince(startMs: number): ServerView | null;
}

export function createSessions(
  context: SuiteContext,
  tolerance: Tolerance,
  monitor: ServerMonitor | null,
): LoadSessions {
  const known = new Map<boolean, Promise<References | NoReferences>>();
  const references = (needs: Pick<SessionNeeds, "stream" | "inputs">) => {
    const key = needs.stream !== null;
    const asked = known.get(key) ?? askUnloaded(context, tolerance, needs);
    known.set(key, asked);
    return asked;
  };
  return {
    references: ({ inputs }) => references({ stream: null, inputs }),
    async open(needs) {
      const found = await references(needs);
      return "verdict" in found ? found : openSession(context, tolerance, found, needs);
    },
    serverSince: (startMs) => monitor?.since(startMs) ?? null,
  };
}

function askUnloaded(
  context: SuiteContext,
  tolerance: Tolerance,
  { stream, inputs }: Pick<SessionNeeds, "stream" | "inputs">,
): Promise<References | NoReferences> {
  const size = Math.min(inputs, MOST_INPUTS, context.inputs.length);
  const rows = sample(context.inputs, size, context.random("load/inputs"));
  return collectReferences(context, rows, { tolerance, stream: stream !== null });
}

function openSession(
  context: SuiteContext,
  tolerance: Tolerance,
  found: References,
  { stream, mostInFlight }: SessionNeeds,
): LoadSession {
  const { client, model, timeoutMs } = context.candidate;
  const load = {
    target: client.target,
    requests: found.requests.map((request) => prepareRequest(client.target, request)),
    check:
      stream && model.decodeStream
        ? createStreamCheck(model.decodeStream, found.references, tolerance)
        : createAnswerCheck(model, found.references, tolerance),
    timeoutMs,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    stream,
    giveUpAfter: GIVE_UP_AFTER,
  };
  const { workers, http } = context.config.load ?? {};
  const options = { ...(workers ? { workers } : {}), ...(http ? { http } : {}) };
  // It is found by the client for HTTP/1.1, which sends several times of what gRPC's does.
  const findCeiling = async (inFlight: number) =>
    isGrpcUrl(client.target.url)
      ? null
      : calibrate({
          requests: load.requests,
          inFlight,
          answerBytes: found.references[0]?.body?.length ?? 0,
          signal: context.signal,
          ...options,
        });
  const generator = openGenerator(load, mostInFlight, options);
  return new LoadSession(context, found, generator, findCeiling);
}
