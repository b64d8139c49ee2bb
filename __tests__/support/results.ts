import { check, skipped } from "../../src/verdict/check";
import { combine } from "../../src/verdict/combine";
import type { Check, GateResult, SuiteName, SuiteResult } from "../../src/verdict/result";
import { performanceCharts } from "./series";

/** A suite around its checks; the verdict follows from them unless it is given. */
export function suite(
  name: SuiteName,
  checks: Check[],
  given: Partial<SuiteResult> = {},
): SuiteResult {
  const verdict = combine(checks.map((one) => one.verdict));
  return {
    name,
    verdict,
    reason: `${checks.length} checks, ${verdict}`,
    durationMs: 2_400,
    requests: 120,
    checks,
    series: [],
    ...given,
  };
}

/** A run around its suites; the verdict follows from them unless it is given. */
export function gateResult(suites: SuiteResult[], given: Partial<GateResult> = {}): GateResult {
  return {
    schemaVersion: 1,
    tool: { name: "infergate", version: "0.1.0" },
    run: {
      id: "17",
      startedAt: "2026-11-20T09:30:00.000Z",
      durationMs: 48_300,
      seed: 42,
      commit: "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
      baseCommit: "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432",
      shards: 1,
    },
    endpoint: {
      url: "https://staging.example.com/models",
      protocol: "oip-v2",
      evidence: ["GET /v2 names the server triton"],
      model: "penguins",
      version: "3",
    },
    baseline: {
      url: "https://prod.example.com/models",
      protocol: "oip-v2",
      evidence: [],
      model: "penguins",
      version: "2",
    },
    verdict: combine(suites.map(({ verdict }) => verdict)),
    reason: "All 4 suites passed.",
    suites,
    ...given,
  };
}

export function passing(id: string, given: Partial<Check> = {}): Check {
  return check({ id, title: `${id} holds`, verdict: "pass", message: "As promised.", ...given });
}

const system = suite("system", [
  passing("system/live", { title: "The server says that it is alive" }),
  passing("system/ready", { title: "The server and the model say that they are ready" }),
  passing("system/schema", { title: "The answer has the promised form" }),
  passing("system/batch-invariance", { title: "A row gets the same answer alone and in a batch" }),
  skipped(
    "system/examples",
    "Golden examples give their expected answers",
    "No `examples` are configured.",
  ),
]);

const acceptance = suite("acceptance", [
  passing("acceptance/accuracy", {
    observed: 0.9896,
    limit: 0.95,
    direction: "at-least",
    baseline: 0.9946,
    interval: [0.971, 0.999],
    unit: "share",
    n: 193,
  }),
  passing("acceptance/f1.macro", {
    observed: 0.9871,
    limit: 0.9,
    direction: "at-least",
    unit: "score",
    n: 193,
  }),
]);

const p95: Partial<Check> = {
  title: "95 % of the requests are answered in time",
  observed: 92.4,
  limit: 350,
  direction: "at-most",
  baseline: 94.1,
  interval: [88.1, 99.7],
  unit: "ms",
  n: 400,
  message: "The 95th percentile is 92.4 ms.",
};

const measured = [
  passing("load/performance/p95", p95),
  passing("load/performance/errors", {
    observed: 0,
    limit: 0.01,
    direction: "at-most",
    interval: [0, 0.0092],
    unit: "share",
    n: 400,
  }),
  passing("load/performance/generator", { title: "The load was sent as planned" }),
];

const load = suite("load", measured, { series: performanceCharts() });

const agreement: Partial<Check> = {
  title: "Candidate and baseline give the same answers",
  observed: 0.9921,
  limit: 0.99,
  direction: "at-least",
  interval: [0.9901, 0.9962],
  unit: "share",
  n: 2_000,
};

const shadow = suite("shadow", [
  passing("shadow/agreement", agreement),
  passing("shadow/noise-floor", { observed: 0, unit: "share", n: 600 }),
]);

/** One run for each verdict, and one that ended before any suite. */
export const RESULTS: Record<string, GateResult> = {
  passed: gateResult([system, acceptance, load, shadow], {
    reason: "11 of 11 checks passed, 1 was skipped.",
  }),

  blocked: gateResult(
    [
      system,
      acceptance,
      suite(
        "load",
        [
          check({
            ...passing("load/performance/p95", p95),
            verdict: "fail",
            observed: 412.3,
            baseline: 314.7,
            interval: [398.2, 430.9],
            message: "61 of 400 requests took longer than 350 ms; at most 5 % may.",
            hint: "The baseline took 315 ms under the same load: look at what changed in the candidate, or raise `load.performance.slo.p95`.",
          }),
          passing("load/performance/errors", {
            observed: 0,
            limit: 0.01,
            direction: "at-most",
            interval: [0, 0.0092],
            unit: "share",
            n: 400,
          }),
          check({
            id: "load/performance/correct",
            title: "Answers under load equal those given alone",
            verdict: "fail",
            observed: 0.9875,
            limit: 1,
            direction: "at-least",
            interval: [0.971, 0.996],
            unit: "share",
            n: 400,
            message: "5 of 400 answers differ from the answer to the same row taken alone.",
            hint: "Rows of different requests may be mixed up in a dynamic batch.",
            evidence: [
              {
                request:
                  'POST /v2/models/penguins/infer\n{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[39.1,18.7,181,3750]}]}',
                response:
                  '200\n{"outputs":[{"name":"species","data":["Gentoo"]}]}\nalone: ["Adelie"]',
              },
            ],
          }),
        ],
        { series: performanceCharts(20, 14) },
      ),
      suite("shadow", [
        check({
          ...passing("shadow/agreement", agreement),
          verdict: "inconclusive",
          observed: 0.98996,
          interval: [0.979, 0.9958],
          n: 380,
          message: "Between 97.9 % and 99.58 % agree; the limit of 99 % lies between.",
          hint: "Ask for more pairs with `shadow.requests`: about 1,500 would tell.",
        }),
      ]),
      suite("canary", [], { verdict: "skipped", reason: "It is not configured", requests: 0 }),
    ],
    { reason: "p95 latency 412 ms exceeds 350 ms, and 1 more check failed." },
  ),

  untold: gateResult(
    [
      system,
      suite("shadow", [
        check({
          ...passing("shadow/agreement", agreement),
          verdict: "inconclusive",
          observed: 0.98996,
          interval: [0.979, 0.9958],
          n: 380,
          message: "Between 97.9 % and 99.58 % agree; the limit of 99 % lies between.",
          hint: "Ask for more pairs with `shadow.requests`: about 1,500 would tell.",
        }),
      ]),
    ],
    { reason: "the agreement of 98.996 % may lie on either side of 99 %." },
  ),

  unmeasured: gateResult(
    [
      suite(
        "system",
        [skipped("system/ready", "The server is ready", "The server was not reached.")],
        {
          verdict: "error",
          reason: "The connection to staging.example.com:443 was refused.",
        },
      ),
    ],
    { reason: "the connection to staging.example.com:443 was refused.", baseline: null },
  ),

  empty: gateResult([], { reason: "nothing was checked.", endpoint: null, baseline: null }),
};
