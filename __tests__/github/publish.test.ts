import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT } from "../../src/errors";
import { type PublishContext, publishResult } from "../../src/github/publish";
import type { GateOutcome } from "../../src/run/options";
import {
  type GitHubStub,
  PULL_REQUEST,
  type StubOptions,
  startGitHubStub,
} from "../support/github-stub";
import { recordingLog } from "../support/recording-log";
import { RESULTS } from "../support/results";

const folder = mkdtempSync(join(tmpdir(), "infergate-publish-"));
const summaryFile = join(folder, "summary.md");
afterAll(() => rmSync(folder, { recursive: true }));

let stub: GitHubStub;
let lines: string[];

async function start(options: StubOptions = {}): Promise<void> {
  stub = await startGitHubStub(options);
}

beforeEach(() => writeFileSync(summaryFile, ""));
afterEach(async () => {
  await stub.close();
  expect(stub.violations).toEqual([]);
});

function publish(
  inputs: Partial<PublishContext["inputs"]> = {},
  given: Partial<GateOutcome> & { pullRequest?: number | null } = {},
): Promise<string | null> {
  const recording = recordingLog();
  lines = recording.lines;
  const { pullRequest = 2, ...outcome } = given;
  const result = RESULTS.blocked;
  if (!result) throw new Error("no such result");
  return publishResult(
    { result, exitStatus: EXIT.fail, commentMode: "on-change", ...outcome },
    {
      inputs: { comment: null, config: null, githubToken: "ghs_stub", ...inputs },
      event: { pullRequest },
      env: {
        GITHUB_API_URL: stub.url,
        GITHUB_SERVER_URL: "https://github.test",
        GITHUB_REPOSITORY: "octo/models",
        GITHUB_RUN_ID: "100",
        GITHUB_RUN_ATTEMPT: "1",
        GITHUB_STEP_SUMMARY: summaryFile,
      },
      log: recording.log,
      sleep: async () => {},
    },
  );
}

const summary = () => readFileSync(summaryFile, "utf8");
const notices = () => lines.filter((line) => line.startsWith("notice"));

describe("publishResult", () => {
  test("writes annotations, the summary and the comment, which links to the run", async () => {
    await start();
    expect(await publish()).toContain("#issuecomment-");
    expect(lines.some((line) => line.startsWith("error: "))).toBe(true);
    expect(summary()).toContain("Blocked");
    const body = stub.comments[0]?.body ?? "";
    expect(body).toContain("Blocked");
    expect(body).toContain("https://github.test/octo/models/actions/runs/100");
  });

  test.each([
    ["the input says off", { comment: "off" as const }, {}],
    ["the config says off", {}, { commentMode: "off" as const }],
    ["there is no pull request", {}, { pullRequest: null }],
    ["the run was cancelled", {}, { exitStatus: EXIT.interrupted }],
  ])("%s: the summary alone, without a word about it", async (_, inputs, given) => {
    await start();
    expect(await publish(inputs, given)).toBeNull();
    expect(stub.requests).toEqual([]);
    expect(notices()).toEqual([]);
    expect(summary()).toContain("Blocked");
  });

  test("the input goes before the config", async () => {
    await start();
    expect(await publish({ comment: "always" }, { commentMode: "off" })).not.toBeNull();
  });

  test("without a token: one notice", async () => {
    await start();
    expect(await publish({ githubToken: null })).toBeNull();
    expect(notices()).toHaveLength(1);
    expect(stub.requests).toEqual([]);
  });

  test("a read-only token leaves the summary", async () => {
    await start({ permission: "read" });
    expect(await publish()).toBeNull();
    expect(notices()).toHaveLength(1);
    expect(summary()).toContain("Blocked");
  });

  test("a gate with another config has a comment of its own", async () => {
    await start();
    await publish({ config: "a.yml" });
    await publish({ config: "b.yml" });
    expect(stub.requests.filter((line) => line === `POST ${PULL_REQUEST}`)).toHaveLength(2);
    expect(stub.comments).toHaveLength(2);
  });
});
