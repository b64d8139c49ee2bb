import { removeCliFolders, runCli } from "../support/run-cli";

afterAll(removeCliFolders);

test.each([
  ["good", 0, "pass", "pass"],
  ["broken", 1, "fail", "fail"],
] as const)("demo %s --suite ab,canary", async (kind, status, ab, canary) => {
  const run = await runCli(["demo", kind, "--suite", "ab,canary"]);
  expect(run.result?.suites.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["ab", ab],
    ["canary", canary],
  ]);
  expect(run.status).toBe(status);
  // What each can tell is said before anything is sent.
  expect(run.stderr).toMatch(/ab\/accuracy: 2000 requests show/);
  expect(run.stderr).toMatch(
    /canary\/stage-1: 30 % of 1200 requests, about 360 of the canary, pass/,
  );
});
