import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseConfig } from "../../src/config/parse-config";
import { type DemoServers, startDemoServers } from "../../src/demo/start";
import { removeCliFolders, runCli } from "../support/run-cli";

const ROOT = resolve(__dirname, "../..");
const README = readFileSync(resolve(ROOT, "README.md"), "utf8");
const blocks = (language: string) =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    ([, text = ""]) => text,
  );
const commands = blocks("sh").flatMap((text) => text.trim().split("\n"));

const start = () => startDemoServers("good", { workerFile: resolve(ROOT, "dist/demo-server.cjs") });
let servers: DemoServers;
/** Serves the candidate's own model once more: without a data file, inputs reach where versions differ. */
let twin: DemoServers;
beforeAll(async () => {
  [servers, twin] = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all([servers.close(), twin.close()]);
  await removeCliFolders();
});

/** What each command is to end with; one that is missing here is a command that nobody has run. */
const STATUS: Record<string, number> = {
  demo: 0,
  "demo broken": 1,
  "init URL": 0,
  "run --url URL": 0,
  "run --url URL --baseline-url BASE --suite system,shadow --seed 7": 0,
  "run --url URL --dry-run": 0,
};

test("every command of the README is known here", () => {
  const known = commands.map(argsOf).filter((args) => !args.startsWith("report "));
  expect(known.sort()).toEqual(Object.keys(STATUS).sort());
});

test.each(Object.entries(STATUS))("infergate %s ends with %i", async (written, expected) => {
  const args = written
    .replace("URL", servers.candidate.url)
    .replace("BASE", twin.candidate.url)
    .split(" ");
  const { status, stdout, stderr, folder } = await runCli(args);
  expect({ status, stderr: status === expected ? "" : stderr + stdout }).toEqual({
    status: expected,
    stderr: "",
  });
  if (written !== "demo") return;
  const again = await runCli(["report", resolve(folder, "infergate-report/result.json")]);
  expect(again.status).toBe(0);
  expect(again.stdout).toContain("Passed");
});

function argsOf(command: string): string {
  expect(command).toMatch(/^node dist\/cli\.cjs /);
  return command
    .replace("node dist/cli.cjs ", "")
    .replace("http://localhost:8080", "URL")
    .replace("http://localhost:8081", "BASE");
}

test("every config of the README is accepted", () => {
  const configs = blocks("yaml").filter((text) => text.includes("endpoint:"));
  expect(configs).toHaveLength(2);
  const env = {
    CANDIDATE_URL: "http://localhost:1",
    PROD_URL: "http://localhost:2",
    TOKEN: "secret",
  };
  for (const text of configs) {
    parseConfig(text, {
      file: "infergate.yml",
      baseDir: ROOT,
      overrides: { url: null, baselineUrl: null },
      env,
      allowedEnv: "any",
    });
  }
});
