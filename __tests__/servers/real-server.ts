import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeCliFolders, runCli } from "../support/run-cli";
import { freePort } from "./free-port";
import { keepRecord, recordOf } from "./record";
import { type Command, runCommand } from "./run-command";
import { ServerProcess } from "./server-process";

export interface RealServer {
  /** The software, as people call it. */
  server: string;
  /** Makes the model and the rows with its own answers in the folder. */
  train: Command | ((folder: string) => Promise<Command>);
  /** Software that speaks gRPC does so on a port of its own. */
  start(folder: string, port: number, grpcPort: number): Promise<Command> | Command;
  /** Answers 200 once the model can be asked. */
  readyPath: string;
  /** The version, from the running software itself. */
  version(url: string): Promise<string>;
  /** The data file that training writes, and how the gate is to read and judge it. */
  data?: { file: string; keys: string; acceptance: string };
  runs: Run[];
  /** Tests of its own, while it runs. */
  more?(url: () => string, folder: () => string): void;
}

export interface Run {
  /** The name of its record. */
  name: string;
  protocol: string;
  /** What the user writes beside the URL, inside of the map `endpoint`. */
  config?: string;
  /** Where the URL names a route. */
  path?: string;
  /** Whether it is asked over gRPC. */
  grpc?: true;
  evidence: RegExp;
  /** Where this software does not keep to its protocol: the checks that say so, and what it does. */
  deviations: Record<string, string>;
}

const PENGUINS = {
  file: "rows.csv",
  keys: "label: species",
  acceptance: '{ accuracy: ">= 1" }',
};

/** The built command over real serving software on the loopback address. */
export function testServer(spec: RealServer): void {
  const { file, keys, acceptance } = spec.data ?? PENGUINS;
  let folder = "";
  let port = 0;
  let grpcPort = 0;
  let running: ServerProcess | null = null;
  const url = () => `http://127.0.0.1:${port}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "infergate-server-"));
    await runCommand(typeof spec.train === "function" ? await spec.train(folder) : spec.train);
    port = await freePort();
    grpcPort = await freePort();
    running = new ServerProcess(await spec.start(folder, port, grpcPort), folder);
    await running.ready(`${url()}${spec.readyPath}`);
  });

  afterAll(async () => {
    await running?.stop();
    await removeCliFolders();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(spec.runs.map((run) => [run.name, run] as const))("%s", async (name, run) => {
    const { config = "", path = "" } = run;
    const asked = run.grpc ? `grpc://127.0.0.1:${grpcPort}` : url() + path;
    const deviations = Object.entries(run.deviations);
    const expected = Object.fromEntries(deviations.map(([id, what]) => [`system/${id}`, what]));
    const { status, stderr, result } = await runCli(["run", "--seed", "1", "--quiet"], {
      files: {
        [file]: await readFile(join(folder, file), "utf8"),
        "infergate.yml": `
endpoint: { url: "${asked}", ${config} }
data: { file: ${file}, ${keys} }
system: standard
acceptance: ${acceptance}
load: { performance: { rate: 20/s, for: 5s, slo: { errors: 5%, correct: 95% } } }
`,
      },
    });
    if (!result) throw new Error(`no result, status ${status}: ${stderr}`);
    const version = await spec.version(url());
    const about = { server: spec.server, version, ...(run.grpc ? { grpc: run.grpc } : {}), config };
    const record = recordOf(result, about, expected, port);
    expect(record.protocol).toBe(run.protocol);
    expect(record.evidence.join("\n")).toMatch(run.evidence);
    keepRecord(name, record);
    expect(record.failed.map(({ id }) => id).sort()).toEqual(Object.keys(expected).sort());
    const suites = Object.fromEntries(result.suites.map((suite) => [suite.name, suite.verdict]));
    expect(suites).toMatchObject({ acceptance: "pass", load: "pass" });
    expect(status).toBe(deviations.length === 0 ? 0 : 1);
  });

  spec.more?.(url, () => folder);
}
