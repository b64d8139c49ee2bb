import type { PerformanceConfig, Slo } from "../../config/types";
import { parseBaseUrl } from "../../http/base-url";
import { describeExchange } from "../../http/describe-exchange";
import { createDispatcher } from "../../http/dispatcher";
import { prepareRequest } from "../../http/prepare";
import type { HttpRequest } from "../../http/types";
import { createAnswerCheck } from "../../load/answer-checker";
import type { LoadPlan } from "../../load/load-plan";
import { type LoadRun, type LoadTools, runOpenLoop } from "../../load/open-loop";
import { poissonArrivals } from "../../load/poisson-arrivals";
import { createStreamCheck } from "../../load/stream-checker";
import { sample } from "../../stats/random";
import { check } from "../../verdict/check";
import type { Check, Series } from "../../verdict/result";
import type { SuiteContext } from "../types";
import { UNSTREAMED_HINT, whyUnstreamed } from "../why-unstreamed";
import { collectReferences, type References } from "./collect-references";
import { allErrors, failAtErrors, judgePerformance } from "./judge-performance";
import { GIVE_UP_AFTER, MAX_ANSWER_BYTES, WARM_UP_MS } from "./load-limits";
import { performanceSeries } from "./performance-series";
import { asksForStreams, identify } from "./performance-stage";
import { countInputs, countWarmUp } from "./plan-performance";

export interface PerformanceResult {
  checks: Check[];
  series: Series[];
  /** Sent by the generator; those for the unloaded answers went through the endpoint's own client. */
  sent: number;
}

/** The performance stage: unloaded answers, a short warm-up, the load, and what it shows. */
export async function runPerformance(
  context: SuiteContext,
  config: PerformanceConfig,
): Promise<PerformanceResult> {
  const { slo, tolerance } = config;
  const stream = asksForStreams(slo);
  const unstreamed = stream ? whyUnstreamed([context.candidate]) : null;
  if (unstreamed !== null) {
    return { checks: allErrors(slo, unstreamed, UNSTREAMED_HINT), series: [], sent: 0 };
  }
  const size = countInputs(config.rate, config.forMs, context.inputs.length);
  const rows = sample(context.inputs, size, context.random("load/inputs"));
  const references = await collectReferences(context, rows, { tolerance, stream });
  if ("verdict" in references) {
    const { verdict, message, hint, evidence } = references;
    const checks =
      verdict === "error"
        ? allErrors(slo, message, hint)
        : failAtErrors(
            slo,
            check({ ...identify("errors"), verdict, message, hint, evidence }),
            `not run: ${message}`,
          );
    return { checks, series: [], sent: 0 };
  }
  return putUnderLoad(context, config, references);
}

async function putUnderLoad(
  context: SuiteContext,
  config: PerformanceConfig,
  { requests, references, contradiction }: References,
): Promise<PerformanceResult> {
  const { client, model } = context.candidate;
  let connections = 0;
  const dispatcher = createDispatcher(client.target, {
    // A connection for each request in flight: none ever waits for one in undici's queue.
    connections: config.maxInFlight,
    onConnect: () => {
      connections += 1;
    },
  });
  const plan = planLoad(context, config, requests);
  const base = parseBaseUrl(client.target.url);
  const tools: LoadTools = {
    dispatcher,
    destination: { hostname: base.hostname, host: base.host },
    check:
      plan.stream && model.decodeStream
        ? createStreamCheck(model.decodeStream, references, config.tolerance)
        : createAnswerCheck(model, references, config.tolerance),
    signal: context.signal,
  };
  try {
    const warmUp = await runOpenLoop(warmUpPlan(plan, config.rate), tools);
    const run =
      warmUp.stopped === null
        ? await runOpenLoop(plan, { ...tools, onProgress: reportProgress(context, plan) })
        : warmUp;
    const evidence = run.specimens.map(({ input, exchange }) =>
      describeExchange(client, requests[input] as HttpRequest, exchange, model),
    );
    const stage = { config, run, contradiction, inputs: requests.length, connections, evidence };
    return {
      checks:
        run.stopped === "interrupted"
          ? allErrors(config.slo, `not judged: ${context.whyStopped()}`)
          : judgePerformance(stage),
      series: run === warmUp ? [] : performanceSeries(run.recording),
      sent: countSent(warmUp) + (run === warmUp ? 0 : countSent(run)),
    };
  } finally {
    await dispatcher.destroy();
  }
}

function planLoad(
  { candidate, random }: SuiteContext,
  { rate, forMs, maxInFlight, slo }: PerformanceConfig,
  requests: readonly HttpRequest[],
): LoadPlan {
  const arrivals = poissonArrivals(random("load/performance/arrivals"), rate, forMs);
  const draw = random("load/performance/inputs");
  return {
    arrivals,
    inputs: Uint32Array.from(arrivals, () => Math.floor(draw() * requests.length)),
    requests: requests.map((request) => prepareRequest(candidate.client.target, request)),
    timeoutMs: candidate.timeoutMs,
    maxInFlight,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    giveUpAfter: GIVE_UP_AFTER,
    ...(asksForStreams(slo) ? { stream: { gapPercentiles: gapPercentiles(slo) } } : {}),
  };
}

function gapPercentiles({ streams }: Slo): number[] {
  return streams.filter(({ measure }) => measure === "itl").map(({ p }) => p);
}

/** A few requests that open connections and warm both sides up; what they show is not measured. */
function warmUpPlan(plan: LoadPlan, rate: number): LoadPlan {
  const count = countWarmUp(rate);
  const gapMs = Math.min(1000 / rate, WARM_UP_MS / count);
  return {
    ...plan,
    arrivals: Float64Array.from({ length: count }, (_, i) => i * gapMs),
    inputs: Uint32Array.from({ length: count }, (_, i) => i % plan.requests.length),
  };
}

const PROGRESS_STEPS = 50;

/** The loop tells more often than anyone can read. */
function reportProgress({ progress }: SuiteContext, plan: LoadPlan): (done: number) => void {
  const total = plan.arrivals.length;
  let told = -1;
  return (done) => {
    const step = Math.floor((done * PROGRESS_STEPS) / total);
    if (step === told) return;
    told = step;
    progress("load", done, total, "performance");
  };
}

function countSent({ recording }: LoadRun): number {
  return recording.dispatched.filter((at) => !Number.isNaN(at)).length;
}
