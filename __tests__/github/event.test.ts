import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import examples from "@octokit/webhooks-examples";
import { type GitHubEvent, readEvent } from "../../src/github/event";

const folder = mkdtempSync(join(tmpdir(), "infergate-event-"));
const path = join(folder, "event.json");
afterAll(() => rmSync(folder, { recursive: true }));

const MERGE_SHA = "1111111111111111111111111111111111111111";
const HEAD_SHA = "2222222222222222222222222222222222222222";

function readText(name: string, text: string): Promise<GitHubEvent> {
  writeFileSync(path, text);
  return readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_SHA: MERGE_SHA });
}

const read = (name: string, payload: unknown) => readText(name, JSON.stringify(payload));

// biome-ignore lint/suspicious/noExplicitAny: payloads of many shapes, looked into freely
function payloadsOf(event: string, action?: string): any[] {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const all: any[] = examples.find(({ name }) => name === event)?.examples ?? [];
  const found = all.filter((one) => action === undefined || one.action === action);
  if (found.length === 0) throw new Error(`no example of ${event} ${action}`);
  return found;
}

describe("readEvent", () => {
  test.each(["opened", "synchronize"])(
    "pull_request %s: the head that people see",
    async (action) => {
      for (const payload of payloadsOf("pull_request", action)) {
        const { number, head, base } = payload.pull_request;
        expect(await read("pull_request", payload)).toEqual({
          name: "pull_request",
          pullRequest: number,
          headSha: head.sha,
          headLabel: null,
          baseSha: base.sha,
          privileged: false,
        });
      }
    },
  );

  test("merge_group: its own head and base, and no pull request", async () => {
    for (const payload of payloadsOf("merge_group")) {
      expect(await read("merge_group", payload)).toEqual({
        name: "merge_group",
        pullRequest: null,
        headSha: payload.merge_group.head_sha,
        headLabel: null,
        baseSha: payload.merge_group.base_sha,
        privileged: false,
      });
    }
  });

  test("push: after and before, and the zeros of a new branch are no commit", async () => {
    const [payload] = payloadsOf("push");
    const before = "0".repeat(40);
    expect(await read("push", { ...payload, before, after: HEAD_SHA })).toMatchObject({
      pullRequest: null,
      headSha: HEAD_SHA,
      baseSha: null,
    });
    expect(await read("push", { ...payload, before: HEAD_SHA, after: MERGE_SHA })).toMatchObject({
      headSha: MERGE_SHA,
      baseSha: HEAD_SHA,
    });
  });

  test("workflow_run: the commit of the run that it follows", async () => {
    for (const payload of payloadsOf("workflow_run")) {
      const event = await read("workflow_run", payload);
      const { head_sha, head_branch, head_repository } = payload.workflow_run;
      const headLabel = `${head_repository.owner.login}:${head_branch}`;
      expect(event).toMatchObject({ headSha: head_sha, headLabel, privileged: true });
    }
  });

  test("workflow_run of a fork that is gone: a label that no pull request has", async () => {
    const [payload] = payloadsOf("workflow_run");
    const gone = { ...payload.workflow_run, head_repository: null, head_branch: null };
    const event = await read("workflow_run", { ...payload, workflow_run: gone });
    expect(event.headLabel).toBe(":");
  });

  test("issue_comment: names no commit, and not that of the default branch", async () => {
    for (const payload of payloadsOf("issue_comment")) {
      const event = await read("issue_comment", payload);
      expect(event).toMatchObject({ headSha: null, privileged: true });
    }
  });

  test("pull_request_target: the pull request, and that it is privileged", async () => {
    const [payload] = payloadsOf("pull_request", "opened");
    expect(await read("pull_request_target", payload)).toMatchObject({
      pullRequest: payload.pull_request.number,
      headSha: payload.pull_request.head.sha,
      privileged: true,
    });
  });

  test("schedule: the commit of the runner", async () => {
    expect(await read("schedule", { schedule: "0 0 * * *" })).toMatchObject({
      headSha: MERGE_SHA,
      privileged: false,
    });
  });

  test.each([
    ["a pull request number that is a path", { number: "2/../3", head: { sha: HEAD_SHA } }],
    ["a negative number", { number: -2, head: { sha: HEAD_SHA } }],
    ["a fraction", { number: 2.5, head: { sha: HEAD_SHA } }],
    ["no object", "2"],
    ["null", null],
  ])("%s is no pull request", async (_, pull_request) => {
    expect((await read("pull_request", { pull_request })).pullRequest).toBeNull();
  });

  test.each([
    "<script>",
    "abc",
    `${HEAD_SHA}\n`,
    HEAD_SHA.toUpperCase().replace("2", "A"),
    7,
    null,
  ])("%j is no commit, and the merge commit does not stand in for it", async (sha) => {
    const payload = { pull_request: { number: 2, head: { sha }, base: { sha } } };
    expect(await read("pull_request", payload)).toMatchObject({ headSha: null, baseSha: null });
  });

  test("SHA-256 is a commit too", async () => {
    const sha = "ab".repeat(32);
    const payload = { pull_request: { number: 2, head: { sha }, base: { sha } } };
    expect(await read("pull_request", payload)).toMatchObject({ headSha: sha, baseSha: sha });
  });

  test.each(["", "not json", "[]", "null", '"text"', '{"__proto__": {"pull_request": {}}}'])(
    "the payload %j leaves everything unknown",
    async (text) => {
      const event = await readText("pull_request", text);
      expect(event).toMatchObject({ pullRequest: null, baseSha: null });
    },
  );

  test("no event at all", async () => {
    expect(await readEvent({})).toEqual({
      name: "",
      pullRequest: null,
      headSha: null,
      headLabel: null,
      baseSha: null,
      privileged: false,
    });
  });
});
