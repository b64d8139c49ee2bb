/** The action's modes: a shard, merge, and publish, on `dist/index.cjs` as the runner runs it. */
import type { Server } from "node:http";
import examples from "@octokit/webhooks-examples";
import { startModelServer } from "../../src/demo/server";
import { type GitHubStub, HEAD_LABEL, PULL_REQUEST, startGitHubStub } from "../support/github-stub";
import { type ActionResult, removeWorkspaces, runAction } from "../support/run-action";

// biome-ignore lint/suspicious/noExplicitAny: payloads of many shapes
const payloadOf = (event: string): any =>
  structuredClone(examples.find(({ name }) => name === event)?.examples[0]);

const opened = { name: "pull_request", payload: payloadOf("pull_request") };
const finished = { name: "workflow_run", payload: payloadOf("workflow_run") };
const HEAD = "0123456789abcdef0123456789abcdef01234567";
finished.payload.workflow_run.head_sha = HEAD;
const [owner, branch] = HEAD_LABEL.split(":");
finished.payload.workflow_run.head_repository.owner.login = owner;
finished.payload.workflow_run.head_branch = branch;

let server: Server;
let url: string;
let stub: GitHubStub;

beforeAll(async () => {
  const started = await startModelServer({ role: "candidate", faults: [], seed: 1 });
  server = started.server;
  url = `http://127.0.0.1:${started.port}`;
});
beforeEach(async () => {
  stub = await startGitHubStub({ heads: [HEAD] });
});
afterEach(async () => {
  await stub.close();
  expect(stub.violations).toEqual([]);
});
afterAll(async () => {
  server.close();
  await removeWorkspaces();
});

const load =
  "load: { performance: { rate: 40/s, for: 2s, slo: { errors: 5%, correct: 95% } } }\nsystem: smoke\n";

describe("shards", () => {
  let blobs: Record<string, string>;

  test("leave a blob and no comment, and judge nothing", async () => {
    const shard = (index: number) =>
      runAction({
        event: opened,
        api: stub.url,
        inputs: { url, shard: `${index}/2`, "start-at": String(Date.now() / 1000 + 12), seed: "1" },
        files: { "infergate.yml": load },
      });
    const runs = await Promise.all([shard(1), shard(2)]);
    for (const run of runs) {
      expect(run).toMatchObject({ status: 0, outputs: { verdict: "", passed: "0" } });
      expect(run.log).toContain("infergate merge judges all of them");
    }
    expect(stub.requests).toEqual([]);
    const blobOf = (run: ActionResult | undefined, i: number) => run?.report(`blob-${i}-of-2.json`);
    blobs = {
      "infergate-report/a/blob-1-of-2.json": (await blobOf(runs[0], 1)) ?? "",
      "infergate-report/b/blob-2-of-2.json": (await blobOf(runs[1], 2)) ?? "",
    };
  });

  const merge = (files: Record<string, string>) =>
    runAction({ event: opened, api: stub.url, inputs: { mode: "merge" }, files });

  test("merged get one comment with the verdict of the whole", async () => {
    const run = await merge(blobs);
    expect(run).toMatchObject({ status: 0, outputs: { verdict: "pass", failed: "0" } });
    expect(run.summary).toContain("Passed");
    expect(stub.comments).toHaveLength(1);
    expect(stub.comments[0]?.body).toContain("2 shards");
  });

  test("one that is missing blocks, and the comment says which", async () => {
    const { "infergate-report/a/blob-1-of-2.json": first = "" } = blobs;
    const run = await merge({ "infergate-report/blob-1-of-2.json": first });
    expect(run).toMatchObject({ status: 3, outputs: { verdict: "error" } });
    expect(run.outputs.reason).toContain("shard 2 of 2 is missing");
    expect(stub.comments[0]?.body).toContain("shard 2 of 2 is missing");
  });
});

describe("publish", () => {
  const published = async () => {
    const run = await runAction({
      event: { name: "push", payload: payloadOf("push") },
      api: stub.url,
      inputs: { url, suite: "system" },
    });
    return run.report("result.json");
  };

  test("comments on the open pull request with the head that GitHub names", async () => {
    const result = JSON.parse(await published());
    // What a fork's run left behind: another commit than the one it was run on.
    result.run.commit = "f".repeat(40);
    const run = await runAction({
      event: finished,
      api: stub.url,
      inputs: { mode: "publish" },
      files: { "infergate-report/result.json": JSON.stringify(result) },
    });
    expect(run).toMatchObject({ status: 0, outputs: { verdict: "pass" } });
    expect(stub.requests[0]).toBe(`GET /repos/octo/models/commits/${HEAD}/pulls`);
    expect(stub.requests.at(-1)).toBe(`POST ${PULL_REQUEST}`);
    expect(stub.comments[0]?.body).toContain(HEAD.slice(0, 7));
    expect(stub.comments[0]?.body).not.toContain("fffffff");
  });

  test("a fork that pushed the commit of another one does not speak on that one's", async () => {
    const event = structuredClone(finished);
    event.payload.workflow_run.head_repository.owner.login = "eve";
    const run = await runAction({
      event,
      api: stub.url,
      inputs: { mode: "publish" },
      files: { "infergate-report/result.json": await published() },
    });
    expect(run).toMatchObject({ status: 0, outputs: { "comment-url": "" } });
    expect(stub.comments).toEqual([]);
  });

  test("a head that no open pull request has gets no comment", async () => {
    const event = structuredClone(finished);
    event.payload.workflow_run.head_sha = "1".repeat(40);
    const run = await runAction({
      event,
      api: stub.url,
      inputs: { mode: "publish" },
      files: { "infergate-report/result.json": await published() },
    });
    expect(run).toMatchObject({ status: 0, outputs: { verdict: "pass", "comment-url": "" } });
    expect(stub.comments).toEqual([]);
  });

  test.each([
    ["no result", {}, /::error title=data\/not-found::There is no result to publish/],
    [
      "what is no result",
      { "infergate-report/result.json": '{"schemaVersion":1,"verdict":"green"}' },
      /::error title=data\/bad-result::/,
    ],
  ])("%s is an error", async (_, files, message) => {
    const run = await runAction({
      event: finished,
      api: stub.url,
      inputs: { mode: "publish" },
      files: files as Record<string, string>,
    });
    expect(run.status).toBe(2);
    expect(run.log).toMatch(message);
    expect(stub.comments).toEqual([]);
  });
});

test("a program of the config is not run unless the step says so", async () => {
  const files = {
    "infergate.yml": "load:\n  monitor: { command: [node, steal.js], memory: $.rss }\n",
  };
  const run = await runAction({ event: opened, api: stub.url, inputs: { url }, files });
  expect(run.status).toBe(2);
  expect(run.log).toContain("::error title=config/refused-command::load.monitor.command names");
  expect(run.log).toContain("allow-commands: true");
});
