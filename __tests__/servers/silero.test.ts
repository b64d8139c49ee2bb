import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { Row } from "../../src/data/types";
import type { OutputValue } from "../../src/protocols/types";
import { openModel } from "./open-model";
import { testServer } from "./real-server";

const PACKAGES = join(__dirname, "package.json");
const FEATURES = ["input", "sr", "h", "c"];

/** What the model said in process to one row. */
interface OwnAnswer {
  output: number;
  hn: number[];
  cn: number[];
}

async function program(name: string, folder: string, ...args: string[]) {
  const outfile = join(folder, `${name}.cjs`);
  const entryPoints = [join(__dirname, "silero", `${name}.ts`)];
  await build({ entryPoints, outfile, bundle: true, platform: "node", logLevel: "error" });
  return { file: process.execPath, args: [outfile, PACKAGES, ...args], env: {} };
}

async function sameAsInProcess(url: string, folder: string, tensors: string): Promise<void> {
  const lines = (await readFile(join(folder, "rows.jsonl"), "utf8")).trim().split("\n");
  const own = JSON.parse(await readFile(join(folder, "answers.json"), "utf8")) as OwnAnswer[];
  expect(own.some(({ output }) => output > 0.5)).toBe(true);
  expect(own.some(({ output }) => output < 0.1)).toBe(true);
  const { client, model } = await openModel(url, `tensors: ${tensors}`, FEATURES);
  for (const [index, line] of lines.entries()) {
    const exchange = await client.send(model.encode([JSON.parse(line) as Row]));
    if (!exchange.ok) throw new Error(exchange.failure.message);
    const [answer] = model.decode(exchange.answer, 1);
    const values = answer?.outputs.map(({ name, value }) => [name, withoutSign(value)]) ?? [];
    expect(Object.fromEntries(values)).toEqual(own[index]);
  }
  await client.close();
}

/** The file of the model's own answers is JSON, which writes the zero of either sign as 0. */
function withoutSign(value: OutputValue): OutputValue {
  if (Array.isArray(value)) return value.map(withoutSign);
  return value === 0 ? 0 : value;
}

const run = {
  protocol: "oip-v2",
  evidence: /GET \/v2 answers server metadata: onnxruntime-node/,
  deviations: {},
};

testServer({
  server: "Silero VAD on ONNX Runtime",
  train: (folder) => program("write-rows", folder, folder),
  start: (folder, port) => program("server", folder, String(port)),
  readyPath: "/v2/models/silero-vad/ready",
  version: async (url) =>
    ((await (await fetch(`${url}/v2`)).json()) as { version: string }).version,
  data: {
    file: "rows.jsonl",
    keys: `label: speech, features: [${FEATURES.join(", ")}]`,
    acceptance: '{ mae: "<= 0.000001" }',
  },
  runs: [
    { ...run, name: "silero-vad" },
    { ...run, name: "silero-vad-binary", config: "tensors: binary" },
  ],
  more(url, folder) {
    test.each(["json", "binary"])("%s: every output is the one in process, to the bit", (tensors) =>
      sameAsInProcess(url(), folder(), tensors),
    );
  },
});
