import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const BUNDLE = join(__dirname, "..", "..", "dist", "index.cjs");

export interface ActionRun {
  inputs?: Record<string, string>;
  event: { name: string; payload: unknown };
  /** Base URL of the API. */
  api: string;
  env?: Record<string, string>;
  /** Files of the workspace. */
  files?: Record<string, string>;
  /** Sent once a line of the log matches. */
  cancel?: { at: RegExp; signal: NodeJS.Signals };
}

export interface ActionResult {
  status: number | null;
  /** What the runner's log shows, the masking commands aside, which it does not show. */
  log: string;
  /** What the action asked the runner to mask. */
  masked: string[];
  outputs: Record<string, string>;
  summary: string;
  /** Text of a file in the report folder. */
  report(name: string): Promise<string>;
}

let folders: string[] = [];

/** Runs `dist/index.cjs` as the runner does: inputs and context in the environment, results in files. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const workspace = await mkdtemp(join(tmpdir(), "infergate-workspace-"));
  const runner = await mkdtemp(join(tmpdir(), "infergate-runner-"));
  folders.push(workspace, runner);
  const at = (name: string) => join(runner, name);
  await writeFile(at("event.json"), JSON.stringify(run.event.payload));
  for (const name of ["output", "summary"]) await writeFile(at(name), "");
  for (const [name, text] of Object.entries(run.files ?? {})) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
  const inputs = { "github-token": "ghs_stub", ...run.inputs };
  const { status, text } = await spawnNode(workspace, run.cancel, {
    // What Node needs of the machine, and nothing else of the environment of this test.
    ...pick(process.env, ["PATH", "SystemRoot", "TEMP", "TMP"]),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: run.api,
    GITHUB_SERVER_URL: "https://github.test",
    GITHUB_REPOSITORY: "octo/models",
    GITHUB_WORKFLOW: "Model gate",
    GITHUB_JOB: "infergate",
    GITHUB_ACTION: "__infergate_infergate",
    GITHUB_RUN_ID: "100",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SHA: "1111111111111111111111111111111111111111",
    GITHUB_EVENT_NAME: run.event.name,
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_WORKSPACE: workspace,
    ...run.env,
  });
  const lines = text.split(/\r?\n/);
  const isMask = (line: string) => line.startsWith("::add-mask::");
  return {
    status,
    log: lines.filter((line) => !isMask(line)).join("\n"),
    masked: lines.filter(isMask).map((line) => line.slice("::add-mask::".length)),
    outputs: parseOutputs(await readFile(at("output"), "utf8")),
    summary: await readFile(at("summary"), "utf8"),
    report: (name) => readFile(join(workspace, "infergate-report", name), "utf8"),
  };
}

/** For afterAll. */
export async function removeWorkspaces(): Promise<void> {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  folders = [];
}

function spawnNode(
  cwd: string,
  cancel: ActionRun["cancel"],
  env: Record<string, string>,
): Promise<{ status: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BUNDLE], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    let cancelled = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (cancel && !cancelled && cancel.at.test(text)) {
          cancelled = true;
          child.kill(cancel.signal);
        }
      });
    }
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, text }));
  });
}

function pick(env: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

/** `name<<DELIMITER`, the value, `DELIMITER`: the form of the runner's file commands. */
function parseOutputs(text: string): Record<string, string> {
  const pattern = /^([\w-]+)<<(\S+)\r?\n([\s\S]*?)\r?\n\2$/gm;
  return Object.fromEntries([...text.matchAll(pattern)].map(([, name, , value]) => [name, value]));
}
