import { type CommentRequest, publishComment } from "../../src/github/comment";
import { openComments } from "../../src/github/comments-api";
import { headOf, markerOf, stampOf } from "../../src/github/sticky-comment";
import {
  BOT,
  COMMENT,
  type GitHubStub,
  PULL_REQUEST,
  type StubComment,
  type StubOptions,
  startGitHubStub,
} from "../support/github-stub";
import { recordingLog } from "../support/recording-log";

let stub: GitHubStub;
let lines: string[];
let pauses: number[];

async function start(options: StubOptions = {}): Promise<void> {
  stub = await startGitHubStub(options);
}

beforeEach(() => {
  pauses = [];
});

afterEach(async () => {
  await stub.close();
  expect(stub.violations).toEqual([]);
});

function publish(given: Partial<CommentRequest> = {}, signal = new AbortController().signal) {
  const recording = recordingLog();
  lines = recording.lines;
  const api = openComments({
    token: "ghs_stub",
    baseUrl: stub.url,
    owner: "octo",
    repo: "models",
    pullRequest: 2,
    signal,
  });
  const request: CommentRequest = {
    key: "KEY",
    runId: 100,
    attempt: 1,
    mode: "always",
    verdict: "fail",
    render: () => "the report",
    ...given,
  };
  return publishComment(api, request, recording.log, async (ms) => pauses.push(ms));
}

function sticky(id: number, author = BOT, runId = 99, visible = "older"): StubComment {
  return { id, author, body: headOf("KEY", stampOf(visible, runId, 1)) + visible };
}

const writes = () => stub.requests.filter((line) => !/^GET|graphql/.test(line));
const notices = () => lines.filter((line) => line.startsWith("notice"));

describe("one sticky comment", () => {
  test("is created, with the marker on its first line", async () => {
    await start();
    expect(await publish()).toBe("https://github.test/octo/models/pull/2#issuecomment-1001");
    expect(stub.comments).toHaveLength(1);
    expect(stub.comments[0]?.body).toMatch(
      /^<!-- infergate:KEY -->\n<!-- infergate-run:100\.1 body:[0-9a-f]{16} -->\nthe report$/,
    );
    expect(notices()).toEqual([]);
  });

  test("is updated in place by the next run", async () => {
    await start();
    const first = await publish();
    expect(await publish({ runId: 101, render: () => "the next report" })).toBe(first);
    expect(stub.comments).toHaveLength(1);
    expect(stub.comments[0]?.body).toContain("infergate-run:101.1");
    expect(stub.comments[0]?.body).toContain("the next report");
  });

  test("leaves the comments of another gate and of people alone", async () => {
    const others = [
      { id: 1, author: "octocat", body: "Looks good." },
      { id: 2, author: BOT, body: `${markerOf("OTHER")}\nanother gate` },
      { id: 3, author: BOT, body: `quoting ${markerOf("KEY")}` },
      { id: 4, author: "", body: "from a deleted account" },
    ];
    await start({ comments: structuredClone(others) });
    await publish();
    expect(stub.comments.slice(0, 4)).toEqual(others);
    expect(stub.comments).toHaveLength(5);
  });

  test("is found behind hundreds of others", async () => {
    const talk = Array.from({ length: 250 }, (_, i) => ({
      id: i + 1,
      author: "octocat",
      body: "+1",
    }));
    await start({ comments: [...talk, sticky(700)] });
    await publish();
    expect(stub.comments).toHaveLength(251);
    expect(stub.requests.filter((line) => line.startsWith("GET"))).toHaveLength(3);
    expect(writes()).toEqual([`PATCH ${COMMENT}700`]);
  });

  test("keeps the oldest of its duplicates and deletes the others", async () => {
    await start({ comments: [sticky(9), sticky(5), sticky(7)] });
    await publish();
    expect(writes()).toEqual([`PATCH ${COMMENT}5`, `DELETE ${COMMENT}7`, `DELETE ${COMMENT}9`]);
    expect(stub.comments.map(({ id }) => id)).toEqual([5]);
  });

  test("a duplicate that cannot be deleted is no trouble", async () => {
    await start({ comments: [sticky(5), sticky(7)] });
    stub.faults.push({ on: "DELETE", status: 403 });
    expect(await publish()).toContain("issuecomment-5");
    expect(notices()).toEqual([]);
  });

  test("never overwrites that of a newer run", async () => {
    await start({ comments: [sticky(5, BOT, 101)] });
    expect(await publish()).toContain("issuecomment-5");
    expect(writes()).toEqual([]);
  });

  test("on-change leaves a comment that says the same", async () => {
    await start({ comments: [sticky(5, BOT, 99, "the report")] });
    await publish({ mode: "on-change" });
    expect(writes()).toEqual([]);
    await publish({ mode: "on-change", render: () => "news" });
    expect(writes()).toEqual([`PATCH ${COMMENT}5`]);
  });
});

describe("whose comment it is", () => {
  test("a comment with the marker by someone else is not touched", async () => {
    const spoofed = [sticky(1, "mallory"), sticky(2, "github-actions"), sticky(3, "evil[bot]")];
    await start({ comments: structuredClone(spoofed) });
    await publish();
    expect(stub.comments.slice(0, 3)).toEqual(spoofed);
    expect(writes()).toEqual([`POST ${PULL_REQUEST}`]);
  });

  test("a spoofed run id cannot keep ours from being written", async () => {
    await start({ comments: [sticky(1, "mallory", 999_999_999), sticky(2)] });
    await publish();
    expect(writes()).toEqual([`PATCH ${COMMENT}2`]);
  });

  test.each(["infergate-app[bot]", "Release-User"])(
    "the token of %s finds its own",
    async (login) => {
      await start({ login, comments: [sticky(1), sticky(2, login)] });
      await publish();
      expect(writes()).toEqual([`PATCH ${COMMENT}2`]);
    },
  );

  test("on GitHub Enterprise Server too", async () => {
    await start({ prefix: "/api/v3", comments: [sticky(1), sticky(2, "mallory")] });
    await publish();
    expect(stub.requests).toContain("POST /api/graphql");
    expect(writes()).toEqual([`PATCH /api/v3${COMMENT}1`]);
  });
});

describe("a token that may not write", () => {
  test("is one notice, and nothing else", async () => {
    await start({ permission: "read" });
    expect(await publish()).toBeNull();
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toMatch(/job summary: GitHub answered 403\..*pull-requests: write/);
    expect(pauses).toEqual([]);
  });

  test.each([401, 403, 404])("HTTP %d when reading is not asked again", async (status) => {
    await start();
    stub.faults.push({ on: `GET ${PULL_REQUEST}`, status });
    expect(await publish()).toBeNull();
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain(`GitHub answered ${status}`);
    expect(stub.requests).toHaveLength(1);
  });
});

describe("faults that pass", () => {
  test.each([429, 500, 502, 503])("HTTP %d is tried again", async (status) => {
    await start();
    stub.faults.push({ on: "GET", status }, { on: "POST", status });
    expect(await publish()).not.toBeNull();
    expect(stub.comments).toHaveLength(1);
    expect(pauses).toEqual([1000, 2000]);
    expect(notices()).toEqual([]);
  });

  test("after three attempts there is one notice", async () => {
    await start();
    for (let i = 0; i < 9; i++) stub.faults.push({ on: "GET", status: 502 });
    expect(await publish()).toBeNull();
    expect(stub.requests).toHaveLength(3);
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain("GitHub answered 502");
  });

  test("waits as long as GitHub asks, a 403 for too many requests among them", async () => {
    await start();
    stub.faults.push(
      { on: "GET", status: 429, headers: { "retry-after": "7" } },
      { on: "POST", status: 403, headers: { "retry-after": "2" } },
    );
    expect(await publish()).not.toBeNull();
    expect(pauses).toEqual([7000, 2000]);
  });

  test("gives up at once where GitHub asks for too long a wait", async () => {
    await start();
    stub.faults.push({ on: "GET", status: 429, headers: { "retry-after": "3600" } });
    expect(await publish()).toBeNull();
    expect(pauses).toEqual([]);
    expect(notices()).toHaveLength(1);
  });

  test("a broken connection is tried again", async () => {
    await start();
    stub.faults.push({ on: "GET", status: 0, reset: true });
    expect(await publish()).not.toBeNull();
    expect(pauses).toEqual([1000]);
  });

  test("a create that came through although GitHub answered 502 is not created twice", async () => {
    await start();
    stub.faults.push({ on: `POST ${PULL_REQUEST}`, status: 502, afterwards: true });
    expect(await publish()).not.toBeNull();
    expect(stub.comments).toHaveLength(1);
  });

  test("a server that is not there is one notice", async () => {
    await start();
    const { url } = stub;
    await stub.close();
    stub = { ...stub, url, close: async () => {} };
    expect(await publish()).toBeNull();
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain("GitHub was not reached");
  });

  test("past the deadline nothing is tried", async () => {
    await start();
    expect(await publish({}, AbortSignal.abort())).toBeNull();
    expect(stub.requests).toEqual([]);
    expect(notices()).toHaveLength(1);
  });
});

describe("a body that GitHub finds too long", () => {
  const long = (budget: number) => "é".repeat(budget);

  test("fits at the first attempt, the hidden lines included", async () => {
    await start();
    await publish({ render: long });
    expect(stub.comments[0]?.body).toHaveLength(60_000);
  });

  test("is shortened once or twice", async () => {
    await start();
    stub.faults.push({ on: "POST /repos", status: 422 }, { on: "POST /repos", status: 422 });
    await publish({ render: long });
    expect(stub.comments[0]?.body).toHaveLength(10_000);
    expect(notices()).toEqual([]);
    expect(pauses).toEqual([]);
  });

  test("is given up after that", async () => {
    await start();
    for (let i = 0; i < 9; i++) stub.faults.push({ on: "POST /repos", status: 422 });
    expect(await publish({ render: long })).toBeNull();
    expect(writes()).toHaveLength(3);
    expect(notices()).toHaveLength(1);
  });

  test("is unchanged for the next run, although it was shortened", async () => {
    await start();
    stub.faults.push({ on: "POST /repos", status: 422 });
    await publish({ render: long, mode: "on-change" });
    await publish({ render: long, mode: "on-change", runId: 101 });
    expect(writes()).toHaveLength(2);
  });
});
