import type { Config } from "../../../src/config/types";
import { createHttpClient } from "../../../src/http/client";
import type { LoadGenerator } from "../../../src/load/generator";
import { randomStream } from "../../../src/stats/random";
import { LoadSession, type LoadSessions } from "../../../src/suites/load/session";
import type { StageResult } from "../../../src/suites/load/stage";
import type { SuiteContext } from "../../../src/suites/types";
import type { Check } from "../../../src/verdict/result";
import { doubling, inputs, target } from "../harness";
import type { QueueModel } from "./queue-server";
import { createVirtualGenerator, type VirtualLoad } from "./virtual-generator";

export interface VirtualStage extends VirtualLoad {
  model: QueueModel;
  /** Of an unloaded answer; left out, what the model takes. */
  unloadedMs?: number;
  seed?: number;
  /** Changes each run: a generator that stalls, say. */
  disturb?(generator: LoadGenerator): LoadGenerator;
}

/** A context whose clock stands still: what takes time here takes it in virtual time. */
export function virtualContext(seed = 1): SuiteContext {
  return {
    config: {} as Config,
    candidate: {
      role: "candidate",
      client: createHttpClient(target("http://127.0.0.1:9")),
      model: doubling,
      timeoutMs: 5000,
    },
    baseline: null,
    baselineProblem: null,
    open: () => Promise.reject(new Error("no scorers here")),
    data: null,
    inputs,
    random: (name) => randomStream(seed, name),
    clock: { now: () => 0, date: () => new Date(0) },
    signal: new AbortController().signal,
    whyStopped: () => "interrupted",
    shard: null,
    startAtMs: null,
    progress: () => {},
  };
}

/** A whole stage against a simulated server: all but clock and endpoint is real. */
export async function runVirtually(
  { model, unloadedMs, seed = 1, disturb = (generator) => generator, ...load }: VirtualStage,
  run: (context: SuiteContext, sessions: LoadSessions) => Promise<StageResult>,
): Promise<StageResult & { check(name: string): Check }> {
  const context = virtualContext(seed);
  const sessions: LoadSessions = {
    open: async () =>
      new LoadSession(
        context,
        {
          requests: [doubling.encode([{ x: 1 }])],
          references: [],
          rows: [],
          contradiction: null,
          unloadedMs: Float64Array.of(unloadedMs ?? model.serviceMs(0, 0)),
        },
        disturb(createVirtualGenerator(model, { timeoutMs: 5000, ...load })),
      ),
    references: () => Promise.reject(new Error("no single requests in virtual time")),
    serverSince: () => null,
  };
  const result = await run(context, sessions);
  const check = (name: string) => {
    const found = result.checks.find(({ id }) => id.endsWith(`/${name}`));
    if (!found) throw new Error(`there is no check ${name}`);
    return found;
  };
  return { ...result, check };
}
