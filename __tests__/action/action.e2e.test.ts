/** `dist/index.cjs`, run as the runner runs it, against a stub of GitHub and endpoints on loopback. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import examples from "@octokit/webhooks-examples";
import type { FaultName } from "../../src/demo/faults";
import { startModelServer } from "../../src/demo/server";
import { secretForms } from "../../src/http/secret-forms";
import {
  COMMENT,
  type GitHubStub,
  PULL_REQUEST,
  type StubOptions,
  startGitHubStub,
} from "../support/github-stub";
import { type HostileEndpoint, startHostileEndpoint } from "../support/hostile-endpoint";
import { liveParts } from "../support/markdown-rules";
import { type ActionRun, removeWorkspaces, runAction } from "../support/run-action";

const SECRET = "s3cr3t/tok+en?42";
const HOSTILE =
  "x\n::add-mask::a\n##[error]b @octocat #1 <img src=x> ![i](https://evil.example/i.png) `|` \u202e\u001b[31m";

// biome-ignore lint/suspicious/noExplicitAny: payloads of many shapes
function payloadOf(event: string, action?: string): any {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const all: any[] = examples.find(({ name }) => name === event)?.examples ?? [];
  const found = all.find((one) => action === undefined || one.action === action);
  if (!found) throw new Error(`no example of ${event} ${action}`);
  return found;
}

const opened = { name: "pull_request", payload: payloadOf("pull_request", "opened") };
const synchronized = { name: "pull_request", payload: payloadOf("pull_request", "synchronize") };
const push = { name: "push", payload: payloadOf("push") };

/** The marker and the stamp. */
const HIDDEN_LINES = 2;
/** The one live link of a comment is our own, to the run. */
const withoutOurLink = (markdown: string) =>
  markdown
    .replace("](https://github.test/octo/models/actions/runs/100)", "")
    .replace("[job", "job");

const servers: Server[] = [];
let good: string;
let leaky: string;
let hostile: HostileEndpoint;
let stub: GitHubStub;

async function serve(...faults: FaultName[]): Promise<string> {
  const { server, port } = await startModelServer({ role: "candidate", faults, seed: 1 });
  servers.push(server);
  return `http://127.0.0.1:${port}`;
}

/** Answers nobody without credentials. */
async function startClosedEndpoint(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((_, response) => {
    response.writeHead(401, { "content-type": "application/json" });
    response.end('{"error":"unauthorized"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

beforeAll(async () => {
  good = await serve();
  leaky = await serve("traceback");
  hostile = await startHostileEndpoint(HOSTILE);
});

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await hostile.close();
  await removeWorkspaces();
});

async function startStub(options: StubOptions = {}): Promise<void> {
  stub = await startGitHubStub(options);
}

afterEach(async () => {
  await stub.close();
  expect(stub.violations).toEqual([]);
});

function run({ inputs, ...given }: Partial<ActionRun>) {
  return runAction({
    event: opened,
    api: stub.url,
    inputs: { url: good, suite: "system", ...inputs },
    ...given,
  });
}

const noticesIn = (log: string) => log.match(/^::notice.*$/gm) ?? [];

describe("a pull request", () => {
  test("gets one comment, which the next run updates", async () => {
    await startStub();
    const first = await run({});
    expect(first).toMatchObject({ status: 0, outputs: { verdict: "pass", failed: "0" } });
    expect(Number(first.outputs.passed)).toBeGreaterThan(0);
    expect(first.outputs.reason).not.toBe("");
    expect(first.outputs["comment-url"]).toContain("#issuecomment-1001");
    expect(first.summary).toContain("Passed");
    expect(JSON.parse(await first.report("result.json"))).toMatchObject({
      verdict: "pass",
      run: {
        commit: opened.payload.pull_request.head.sha,
        baseCommit: opened.payload.pull_request.base.sha,
      },
    });
    expect(stub.comments[0]?.body).toContain("Passed");
    expect(stub.comments[0]?.body).toContain("https://github.test/octo/models/actions/runs/100");

    const second = await run({
      event: synchronized,
      inputs: { url: leaky },
      env: { GITHUB_RUN_ID: "101" },
    });
    expect(second).toMatchObject({ status: 1, outputs: { verdict: "fail" } });
    expect(second.outputs["comment-url"]).toBe(first.outputs["comment-url"]);
    expect(stub.comments).toHaveLength(1);
    expect(stub.comments[0]?.body).toContain("Blocked");
    expect(stub.requests.at(-1)).toBe(`PATCH ${COMMENT}1001`);
  });

  test("is blocked by a failing check: exit status 1, an annotation, the reason", async () => {
    await startStub();
    const { status, outputs, log, summary } = await run({ inputs: { url: leaky } });
    expect(status).toBe(1);
    expect(outputs).toMatchObject({ verdict: "fail", failed: "1", errors: "0" });
    expect(log).toMatch(/^::error title=system\/no-leak/m);
    expect(log).toMatch(/^::error title=infergate%3A fail::/m);
    expect(summary).toContain("Blocked");
  });

  test("is not passed where the endpoint was never reached", async () => {
    await startStub();
    const { status, outputs } = await run({ inputs: { url: "http://127.0.0.1:9" } });
    expect(status).toBe(3);
    expect(outputs.verdict).toBe("error");
    expect(stub.comments[0]?.body).toContain("Could not measure");
  });
});

describe("GitHub has no part in the verdict", () => {
  const pass = { status: 0, outputs: { verdict: "pass", "comment-url": "" } };

  test("a fork's token, which is read-only, and no secrets", async () => {
    await startStub({ permission: "read" });
    const payload = structuredClone(opened.payload);
    payload.pull_request.head.repo.full_name = "mallory/models";
    payload.pull_request.head.repo.fork = true;
    const passed = await run({ event: { name: "pull_request", payload }, inputs: { token: "" } });
    expect(passed).toMatchObject(pass);
    expect(passed.summary).toContain("Passed");
    expect(noticesIn(passed.log)).toHaveLength(1);
    const blocked = await run({ inputs: { url: leaky, token: "" } });
    expect(blocked).toMatchObject({ status: 1, outputs: { verdict: "fail" } });
    expect(stub.comments).toEqual([]);
  });

  test.each([
    ["422", { status: 422 }],
    ["429", { status: 429, headers: { "retry-after": "1" } }],
    ["503", { status: 503 }],
    ["a broken connection", { status: 0, reset: true }],
  ])("%s throughout: one notice", async (_, fault) => {
    await startStub();
    for (let i = 0; i < 9; i++) stub.faults.push({ on: `POST ${PULL_REQUEST}`, ...fault });
    const result = await run({});
    expect(result).toMatchObject(pass);
    expect(noticesIn(result.log)).toHaveLength(1);
    expect(result.summary).toContain("Passed");
  });

  test("a body that is too long at first", async () => {
    await startStub();
    stub.faults.push({ on: `POST ${PULL_REQUEST}`, status: 422 });
    const { status, outputs } = await run({});
    expect(status).toBe(0);
    expect(outputs["comment-url"]).not.toBe("");
  });

  test("a summary that cannot be written", async () => {
    await startStub();
    const result = await run({ env: { GITHUB_STEP_SUMMARY: "/nowhere/at/all/summary.md" } });
    expect(result.status).toBe(0);
    expect(noticesIn(result.log)).toHaveLength(1);
  });
});

test.each<[string, ActionRun["event"], Record<string, string>]>([
  ["push", push, {}],
  ["merge_group", { name: "merge_group", payload: payloadOf("merge_group") }, {}],
  ["a comment that is switched off", opened, { comment: "off" }],
])("%s: the summary alone, and no word to GitHub", async (_, event, inputs) => {
  await startStub();
  const result = await run({ event, inputs });
  expect(result).toMatchObject({ status: 0, outputs: { verdict: "pass", "comment-url": "" } });
  expect(result.summary).toContain("Passed");
  expect(noticesIn(result.log)).toEqual([]);
  expect(stub.requests).toEqual([]);
});

test("an endpoint that talks to the reader, and gives its credentials back", async () => {
  await startStub();
  const result = await run({ inputs: { url: hostile.url, token: SECRET } });
  expect(hostile.authorizations).toContain(`Bearer ${SECRET}`);
  expect(result.outputs.verdict).toBe("fail");
  const [comment] = stub.comments;
  const files = await Promise.all(
    ["result.json", "summary.md", "comment.md", "junit.xml"].map(result.report),
  );
  const shown = [
    result.log,
    result.summary,
    JSON.stringify(result.outputs),
    comment?.body ?? "",
    ...files,
  ];
  for (const text of shown) {
    for (const form of secretForms(SECRET)) expect(text).not.toContain(form);
    for (const form of secretForms("ghs_stub")) expect(text).not.toContain(form);
    expect(text).not.toContain("\u001b");
  }
  expect(result.masked).toEqual(expect.arrayContaining(["ghs_stub"]));

  expect(comment?.body).toContain("Traceback");
  const visible = comment?.body.split("\n").slice(HIDDEN_LINES).join("\n") ?? "";
  expect(liveParts(withoutOurLink(visible))).toEqual([]);

  const commands = result.log.split("\n").filter((line) => /^\s*::|##\[/.test(line));
  for (const line of commands) expect(line).toMatch(/^::(error|notice|warning) ?/);
  expect(result.masked).not.toContain("a");
});

describe("an event that outsiders can start, with secrets", () => {
  const files = { "infergate.yml": "system: smoke\n" };
  const events: [string, ActionRun["event"]][] = [
    ["pull_request_target", { ...opened, name: "pull_request_target" }],
    ["workflow_run", { name: "workflow_run", payload: payloadOf("workflow_run") }],
    ["issue_comment", { name: "issue_comment", payload: payloadOf("issue_comment", "created") }],
  ];

  test.each(events)("%s: the workspace's config is refused", async (name, event) => {
    await startStub();
    hostile.authorizations.length = 0;
    const result = await run({ event, files, inputs: { url: hostile.url, token: SECRET } });
    expect(result).toMatchObject({ status: 2, outputs: { verdict: "error", passed: "0" } });
    expect(result.log).toMatch(/^::error title=usage\/untrusted-config::The config file/m);
    expect(result.outputs.reason).toContain(name);
    expect(hostile.authorizations).toEqual([]);
    expect(stub.requests).toEqual([]);
  });

  test("unless the workflow vouches for it", async () => {
    await startStub();
    const [, event] = events[0] ?? [];
    const inputs = { "allow-untrusted-config": "true" };
    expect(await run({ event, files, inputs })).toMatchObject({ status: 0 });
  });
});

describe("a config that wants the secrets", () => {
  const config = (lines: string[]) => ({ "infergate.yml": lines.join("\n") });
  const bearer = '  auth: { bearer: "${ENDPOINT_TOKEN}" }';
  const env = { ENDPOINT_TOKEN: SECRET };

  async function refused(given: Partial<ActionRun>, code: string): Promise<void> {
    await startStub();
    hostile.authorizations.length = 0;
    const { status, log } = await run({ env, ...given });
    expect(log).toMatch(new RegExp(`^::error title=${code}`, "m"));
    expect(status).toBe(2);
    expect(hostile.authorizations).toEqual([]);
    expect(log).not.toContain(SECRET);
  }

  test("may not read a variable that the workflow does not name", () =>
    refused(
      { files: config(["endpoint:", `  url: ${hostile.url}`, bearer]), inputs: { url: "" } },
      "config/",
    ));

  test("may not send it to a host that the workflow does not name", () =>
    refused(
      {
        files: config(["endpoint:", `  url: ${hostile.url}`, bearer]),
        inputs: { url: "", "env-allow": "ENDPOINT_TOKEN" },
      },
      "config/secret-host",
    ));

  test("may not have the token input sent to a host of its own", () =>
    refused(
      {
        files: config(["endpoint:", `  url: ${hostile.url}`]),
        inputs: { url: "", token: SECRET },
      },
      "config/secret-host",
    ));

  test("may not have the baseline's token sent to a host of its own", () =>
    refused(
      {
        files: config(["baseline:", `  url: ${hostile.url}`]),
        inputs: { "baseline-token": SECRET },
      },
      "config/secret-host",
    ));

  test("may use both where the workflow names them", async () => {
    await startStub();
    hostile.authorizations.length = 0;
    const result = await run({
      env,
      files: config(["endpoint:", `  url: ${hostile.url}`, bearer]),
      inputs: {
        url: "",
        "env-allow": "ENDPOINT_TOKEN",
        "allowed-hosts": new URL(hostile.url).host,
      },
    });
    expect(result.outputs.verdict).toBe("fail");
    expect(new Set(hostile.authorizations)).toEqual(new Set([`Bearer ${SECRET}`]));
  });
});

describe("a secret that is missing, as in the run of a fork", () => {
  test("stops a config that needs it", async () => {
    await startStub({ permission: "read" });
    const bearer = 'endpoint: { auth: { bearer: "${ENDPOINT_TOKEN}" } }';
    const result = await run({
      files: { "infergate.yml": bearer },
      env: { ENDPOINT_TOKEN: "" },
      inputs: { "env-allow": "ENDPOINT_TOKEN" },
    });
    expect(result).toMatchObject({ status: 2, outputs: { verdict: "error" } });
    expect(result.log).toContain("ENDPOINT_TOKEN");
  });

  test("is no pass where the endpoint asks for it", async () => {
    await startStub({ permission: "read" });
    const { url, close } = await startClosedEndpoint();
    try {
      const result = await run({ inputs: { url, token: "" } });
      expect(result.status).not.toBe(0);
      expect(["fail", "error"]).toContain(result.outputs.verdict);
      expect(result.outputs.passed).toBe("0");
    } finally {
      await close();
    }
  });
});

test.each([
  ["seed", "many", "Input seed: expected an integer"],
  ["suite", "sytem", "Did you mean system?"],
  ["config", "missing.yml", "missing.yml"],
])("a bad input (%s: %s) is exit status 2", async (name, value, message) => {
  await startStub();
  const result = await run({ inputs: { [name]: value } });
  expect(result).toMatchObject({ status: 2, outputs: { verdict: "error" } });
  expect(result.log).toMatch(/^::error title=(usage|config)\//m);
  expect(result.log).toContain(message);
  expect(stub.requests).toEqual([]);
});

// Windows has no signals: there the runner ends the process outright.
const onPosix = process.platform === "win32" ? test.skip : test;

onPosix.each<NodeJS.Signals>(["SIGINT", "SIGTERM"])(
  "a workflow cancelled by %s leaves a partial report, and no comment",
  async (signal) => {
    await startStub();
    const result = await run({
      inputs: { suite: "system, load" },
      cancel: { at: /… load/, signal },
    });
    expect(result.status).toBe(130);
    expect(result.outputs.verdict).not.toBe("pass");
    expect(JSON.parse(await result.report("result.json")).suites[0].name).toBe("system");
    expect(result.summary).not.toBe("");
    expect(stub.requests).toEqual([]);
  },
);
