import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SuiteResult } from "../../src/verdict/result";
import { gate } from "../support/run-gate";
import { type Fault, startV2Server, type V2Answer } from "../support/small-v2-server";

/** As many as the configuration of jest says; few, where it is not the one of this folder. */
export const RUNS = (globalThis as { RUNS?: number }).RUNS ?? 5;

export const isInfer = (path: string): boolean => path.endsWith("/infer");

/** What no sound answer is. */
export const FLIPPED: V2Answer = {
  status: 200,
  body: {
    model_name: "m",
    model_version: "1",
    outputs: [{ name: "y", datatype: "FP32", shape: [1], data: [-1] }],
  },
};

/** The shadow suite alone, on two servers of the same model with these faults. */
export async function replay(options: {
  candidate: Fault;
  baseline: Fault;
  shadow: string;
  rows: number;
  seed: number;
}): Promise<SuiteResult> {
  const folder = await mkdtemp(join(tmpdir(), "infergate-shadow-runs-"));
  const servers = await Promise.all([options.candidate, options.baseline].map(startV2Server));
  try {
    const file = join(folder, "rows.csv");
    const lines = Array.from({ length: options.rows }, (_, index) => `${index},1`);
    await writeFile(file, `a,b\n${lines.join("\n")}\n`);
    const [candidate, baseline] = servers.map(({ url }) => url);
    const { result } = await gate(
      `
endpoint: { url: "${candidate}", protocol: oip-v2, model: m }
baseline: { url: "${baseline}" }
data: { file: "${file}" }
system: off
load: off
shadow: ${options.shadow}
`,
      { seed: options.seed },
    );
    return result.suites[0] as SuiteResult;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

export async function countRuns(
  runs: number,
  happens: (seed: number) => Promise<boolean>,
): Promise<number> {
  let count = 0;
  for (let seed = 1; seed <= runs; seed++) if (await happens(seed)) count++;
  return count;
}
