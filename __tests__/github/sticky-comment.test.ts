import type { IssueComment } from "../../src/github/comments-api";
import type { CommentMode } from "../../src/github/inputs";
import {
  headOf,
  markerOf,
  planStep,
  readStamp,
  stampOf,
  stickyKey,
} from "../../src/github/sticky-comment";
import type { Verdict } from "../../src/verdict/result";

const stamp = stampOf("the report", 100, 1);

function comment(id: number, runId: number, attempt = 1, visible = "older"): IssueComment {
  const body = headOf("KEY", stampOf(visible, runId, attempt)) + visible;
  return { id, body, author: "bot", url: `https://github.test/${id}` };
}

function plan(own: IssueComment[], mode: CommentMode = "always", verdict: Verdict = "fail") {
  return planStep(own, stamp, mode, verdict);
}

describe("stickyKey", () => {
  const env = { GITHUB_WORKFLOW: "Gate", GITHUB_JOB: "gate", GITHUB_ACTION: "__self" };

  test("differs by workflow, job, step and config, and by nothing else", () => {
    const keys = [
      stickyKey(env, null),
      stickyKey({ ...env, GITHUB_WORKFLOW: "Other" }, null),
      stickyKey({ ...env, GITHUB_JOB: "other" }, null),
      stickyKey({ ...env, GITHUB_ACTION: "other" }, null),
      stickyKey(env, "other.yml"),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(stickyKey({ ...env, GITHUB_RUN_ID: "7" }, null)).toBe(keys[0]);
  });

  test("cannot end the HTML comment, nor stand for another key", () => {
    const hostile = stickyKey({ ...env, GITHUB_WORKFLOW: "a --> <b>\n/gate" }, null);
    expect(markerOf(hostile)).toMatch(/^<!-- infergate:[\w.!~*'()%/-]+ -->$/);
    expect(markerOf(hostile).indexOf("-->")).toBe(markerOf(hostile).length - 3);
    expect(stickyKey({ GITHUB_WORKFLOW: "a/b" }, null)).not.toBe(
      stickyKey({ GITHUB_WORKFLOW: "a", GITHUB_JOB: "b" }, null),
    );
  });

  test("no marker begins another", () => {
    expect(markerOf(stickyKey(env, "a.yml")).startsWith(markerOf(stickyKey(env, "a")))).toBe(false);
  });
});

describe("readStamp", () => {
  test("reads what headOf writes, with the line ends of GitHub's editor too", () => {
    const head = headOf("KEY", stamp);
    expect(readStamp(`${head}the report`)).toEqual(stamp);
    expect(readStamp(`${head}the report`.replaceAll("\n", "\r\n"))).toEqual(stamp);
  });

  test.each(["", "text", "<!-- infergate:KEY -->", `text\n${headOf("KEY", stamp)}`])(
    "finds none in %j",
    (body) => expect(readStamp(body)).toBeNull(),
  );
});

describe("planStep", () => {
  test.each<[CommentMode, Verdict, string]>([
    ["always", "pass", "create"],
    ["on-change", "pass", "create"],
    ["on-fail", "fail", "create"],
    ["on-fail", "inconclusive", "create"],
    ["on-fail", "error", "create"],
    ["on-fail", "pass", "leave"],
  ])("%s, %s, no comment yet: %s", (mode, verdict, step) => {
    expect(plan([], mode, verdict).do).toBe(step);
  });

  test.each<[CommentMode, string]>([
    ["always", "update"],
    ["on-change", "leave"],
    ["on-fail", "update"],
  ])("%s, and the comment says the same: %s", (mode, step) => {
    expect(plan([comment(1, 99, 1, "the report")], mode).do).toBe(step);
  });

  test.each<CommentMode>(["always", "on-change", "on-fail"])(
    "%s: a comment that reported a failure does not stay red when the gate passes",
    (mode) => expect(plan([comment(1, 99)], mode, "pass")).toEqual({ do: "update", id: 1 }),
  );

  test("the oldest is kept", () => {
    expect(plan([comment(1, 98), comment(2, 99)])).toEqual({ do: "update", id: 1 });
  });

  test.each([
    ["a higher run", comment(1, 101)],
    ["a later attempt of the same run", comment(1, 100, 2)],
  ])("never overwrites %s", (_, newer) => {
    expect(plan([newer])).toMatchObject({ do: "leave", url: newer.url });
    // The same where the newer one is the duplicate.
    expect(plan([comment(0, 50), newer])).toMatchObject({ do: "leave" });
  });

  test.each([
    ["an earlier run", comment(1, 99, 7)],
    ["the same run", comment(1, 100)],
    ["one whose stamp was edited away", { ...comment(1, 0), body: markerOf("KEY") }],
  ])("overwrites %s", (_, older) => {
    expect(plan([older])).toEqual({ do: "update", id: 1 });
  });
});
