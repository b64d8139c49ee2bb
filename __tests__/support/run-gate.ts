import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runGate } from "../../src/gate";
import type { GateOptions, GateOutcome } from "../../src/run/options";
import type { Check } from "../../src/verdict/result";

/** Runs the gate in this process against real servers, with the config given as text. */
export async function gate(
  configText: string,
  options: Partial<GateOptions> = {},
): Promise<GateOutcome> {
  const out = await mkdtemp(join(tmpdir(), "infergate-gate-"));
  try {
    return await runGate({
      configFile: null,
      configText,
      url: null,
      baselineUrl: null,
      token: null,
      baselineToken: null,
      suites: null,
      seed: 1,
      out,
      timeoutMs: null,
      allowedHosts: "any",
      env: {},
      allowedEnv: "any",
      allowCommands: true,
      shard: null,
      startAtMs: null,
      commit: null,
      baseCommit: null,
      signal: new AbortController().signal,
      clock: { now: () => performance.now(), date: () => new Date() },
      newRunId: () => "test",
      progress: { suiteStarted() {}, advance() {}, suiteDone() {} },
      log() {},
      ...options,
    });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

export function checkOf({ result }: GateOutcome, id: string): Check {
  const check = result.suites.flatMap(({ checks }) => checks).find((one) => one.id === id);
  if (!check)
    throw new Error(
      `no check ${id} among ${result.suites.flatMap(({ checks }) => checks.map((one) => one.id)).join(", ")}`,
    );
  return check;
}
