import { InfergateError } from "../../src/errors";
import { loadInputs } from "../../src/github/inputs";

function load(given: Record<string, string>) {
  return loadInputs((name) => given[name] ?? "", {}, 0);
}

function errorOf(given: Record<string, string>): InfergateError {
  try {
    load(given);
  } catch (error) {
    if (error instanceof InfergateError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("loadInputs", () => {
  test("says nothing where the workflow says nothing", () => {
    expect(load({})).toEqual({
      token: null,
      baselineToken: null,
      githubToken: null,
      url: null,
      baselineUrl: null,
      config: null,
      suites: null,
      seed: null,
      out: "infergate-report",
      timeoutMs: null,
      mode: "run",
      shard: null,
      startAtMs: null,
      comment: null,
      allowedHosts: [],
      allowedEnv: [],
      allowUntrustedConfig: false,
      allowCommands: false,
    });
  });

  test("reads every input", () => {
    const given = {
      token: "t",
      "baseline-token": "b",
      "github-token": "g",
      url: "https://a.example",
      "baseline-url": "https://b.example",
      config: "gate.yml",
      suite: "system, load\nshadow",
      seed: "42",
      out: "report",
      timeout: "10m",
      mode: "merge",
      shard: "2/4",
      "start-at": "1970-01-01T00:05:00Z",
      comment: "on-fail",
      "allowed-hosts": "a.example:8443,\n b.example\r\n",
      "env-allow": "MODEL",
      "allow-untrusted-config": "True",
      "allow-commands": "true",
    };
    expect(load(given)).toEqual({
      token: "t",
      baselineToken: "b",
      githubToken: "g",
      url: "https://a.example",
      baselineUrl: "https://b.example",
      config: "gate.yml",
      suites: ["system", "load", "shadow"],
      seed: 42,
      out: "report",
      timeoutMs: 600_000,
      mode: "merge",
      shard: { index: 2, total: 4 },
      startAtMs: 300_000,
      comment: "on-fail",
      allowedHosts: ["a.example:8443", "b.example"],
      allowedEnv: ["MODEL"],
      allowUntrustedConfig: true,
      allowCommands: true,
    });
  });

  test("reads the secrets before anything that can fail", () => {
    const read: string[] = [];
    expect(() =>
      loadInputs(
        (name) => {
          read.push(name);
          return name === "seed" ? "one" : "";
        },
        {},
        0,
      ),
    ).toThrow(InfergateError);
    expect(read.slice(0, 3)).toEqual(["token", "baseline-token", "github-token"]);
  });

  test.each([
    ["seed", "1.5", "an integer from 0"],
    ["seed", "-1", "an integer from 0"],
    ["seed", "1e3", "an integer from 0"],
    ["seed", "9007199254740993", "an integer from 0"],
    ["timeout", "10", "a duration above zero"],
    ["timeout", "0s", "a duration above zero"],
    ["timeout", "5%", "a duration above zero"],
    ["timeout", "soon", "a duration above zero"],
    ["comment", "true", "one of always, on-change, on-fail, off"],
    ["allow-untrusted-config", "yes", "true or false"],
    ["allow-untrusted-config", "constructor", "true or false"],
    ["suite", "constructor", "one of system"],
  ])("refuses %s: %s", (input, value, expected) => {
    const error = errorOf({ [input]: value });
    expect(error.code).toBe("usage/bad-input");
    expect(error.message).toContain(`Input ${input}: expected ${expected}`);
    expect(error.message).toContain(JSON.stringify(value));
    expect(error.hint).toBeTruthy();
  });

  test.each([
    ["suite", "system, shadwo", "shadow"],
    ["comment", "on_change", "on-change"],
  ])("names the nearest %s to %s", (input, value, nearest) => {
    expect(errorOf({ [input]: value }).hint).toBe(`Did you mean ${nearest}?`);
  });

  test("shows a hostile value on one line", () => {
    const { message } = errorOf({ comment: "off\n::set-output name=verdict::pass\u202e" });
    expect(message).not.toMatch(/[\n\u202e]/);
  });
});
