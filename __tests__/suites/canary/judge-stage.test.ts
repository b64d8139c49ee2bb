import {
  type JudgedStage,
  judgeStage,
  type StageRules,
} from "../../../src/suites/canary/judge-stage";
import { NOTHING_SEEN, type StageObservation } from "../../../src/suites/canary/observation";
import { scoreStages } from "../../../src/suites/canary/score";

const STAGE = { number: 1, weight: 0.1, requests: 4000, unfilled: null, isBegun: true };
const RULES: StageRules = {
  maxErrors: 0.01,
  maxErrorRatio: 1.5,
  maxSlowdown: null,
  maxAccuracyDrop: null,
  judged: 1,
};
const CLEAN: StageObservation = {
  ...NOTHING_SEEN,
  candidate: { requests: 400, errors: 0 },
  baseline: { requests: 3600, errors: 0 },
};
const judge = (
  seen: Partial<StageObservation>,
  rules: Partial<StageRules> = {},
  log = 0,
): JudgedStage => judgeStage(STAGE, { ...CLEAN, ...seen }, log, { ...RULES, ...rules });

describe("errors", () => {
  test.each([
    ["299 without an error clear 1 %", { requests: 299, errors: 0 }, "pass", "advance"],
    ["298 do not", { requests: 298, errors: 0 }, "inconclusive", "hold"],
    ["one error takes 473", { requests: 473, errors: 1 }, "pass", "advance"],
    ["over the limit for certain", { requests: 400, errors: 14 }, "fail", "roll back"],
    ["over it, but not for certain", { requests: 400, errors: 9 }, "inconclusive", "hold"],
    ["all of them", { requests: 400, errors: 400 }, "fail", "roll back"],
  ] as const)("%s", (_, candidate, verdict, decision) => {
    const judged = judge({ candidate });
    expect([judged.check.verdict, judged.decision]).toEqual([verdict, decision]);
  });

  test("a baseline that is over the limit itself leaves nothing to compare with", () => {
    const judged = judge({ baseline: { requests: 3600, errors: 72 } });
    expect(judged).toMatchObject({ decision: "hold", check: { verdict: "error" } });
    expect(judged.measures.get("errors")).toBe("pass");
  });

  test("over the limit on both sides is no fault of the canary", () => {
    const judged = judge({
      candidate: { requests: 4000, errors: 80 },
      baseline: { requests: 4000, errors: 80 },
    });
    expect(judged.check.verdict).toBe("error");
    expect(judged.check.message).toMatch(/over the limit, but so is the baseline/);
  });

  test("evidence decides whatever the limit says, with the ratio as its number", () => {
    const judged = judge(
      { candidate: { requests: 3000, errors: 15 }, baseline: { requests: 27_000, errors: 27 } },
      {},
      5,
    );
    expect(judged).toMatchObject({
      decision: "roll back",
      check: { verdict: "fail", unit: "ratio", limit: 1.5 },
    });
    expect(judged.check.observed).toBeCloseTo(5, 9);
    expect(judged.because).toMatch(/^evidence of over 1.5 times the baseline's errors: E = 150/);
  });

  test("no evidence is no pass", () => {
    expect(judge({ candidate: { requests: 10, errors: 0 } }, {}, -5).check.verdict).toBe(
      "inconclusive",
    );
  });

  test("a limit of 0 puts up with no error at all", () => {
    expect(judge({ candidate: { requests: 400, errors: 1 } }, { maxErrors: 0 }).decision).toBe(
      "roll back",
    );
    expect(judge({}, { maxErrors: 0 }).decision).toBe("advance");
  });
});

describe("requests of unknown side", () => {
  test("their errors might all be the canary's", () => {
    const judged = judge({ unknown: { requests: 6, errors: 6 } });
    expect(judged.check.verdict).toBe("inconclusive");
    expect(judged.check.message).toMatch(/6 do not say which side gave them, 6 of them errors/);
    expect(
      judge({ candidate: { requests: 3000, errors: 0 }, unknown: { requests: 6, errors: 6 } }).check
        .verdict,
    ).toBe("pass");
  });

  test("many good answers without a mark are an error", () => {
    expect(judge({ unknown: { requests: 40, errors: 0 } }).check.verdict).toBe("pass");
    expect(judge({ unknown: { requests: 41, errors: 0 } }).check.verdict).toBe("error");
  });
});

describe("one side without requests, or none at all", () => {
  const none = { requests: 0, errors: 0 };
  test.each([
    [{ candidate: none }, /no request reached the canary/],
    [{ baseline: none }, /no request reached the baseline/],
    [{ candidate: none, baseline: none }, /no request reached the canary/],
  ])("%j", (seen, message) => {
    const judged = judge(seen);
    expect(judged).toMatchObject({ decision: "hold", check: { verdict: "inconclusive" } });
    expect(judged.check.message).toMatch(message);
  });
});

describe("guards", () => {
  const latency = (low: number | null, high: number | null) => ({
    slowdown: 0.1,
    interval: [low, high] as [number | null, number | null],
    candidateMs: 11,
    baselineMs: 10,
  });

  test.each([
    [latency(0.05, 0.15), "pass"],
    [latency(0.05, 0.25), "inconclusive"],
    [latency(0.22, 0.25), "fail"],
    [latency(null, null), "inconclusive"],
    [null, "inconclusive"],
  ])("latency %j is %s", (seen, verdict) => {
    const judged = judge({ latency: seen }, { maxSlowdown: 0.2 });
    expect(judged.check.verdict).toBe(verdict);
    expect(judged.measures.get("latency")).toBe(verdict);
  });

  test("a fail shows the numbers of what failed", () => {
    const judged = judge({ latency: latency(0.22, 0.25) }, { maxSlowdown: 0.2 });
    expect(judged.check).toMatchObject({ observed: 0.1, limit: 0.2, interval: [0.22, 0.25] });
  });

  test("without a limit it is told and not judged", () => {
    const judged = judge({ latency: latency(0.5, 0.6) });
    expect(judged.check.verdict).toBe("pass");
    expect(judged.check.message).toMatch(
      /latency 11 ms against 10 ms \(medians\), typically 10 % slower; advance$/,
    );
    expect(judged.measures.has("latency")).toBe(false);
  });

  test.each([
    [392, 3540, "pass"],
    [360, 3540, "fail"],
    [382, 3540, "inconclusive"],
    // Labels that no answer ever meets.
    [0, 0, "inconclusive"],
    [0, 3540, "fail"],
  ])("accuracy %d of 400 against %d of 3,600 is %s", (ours, theirs, verdict) => {
    const accuracy = {
      candidate: { successes: ours, trials: 400 },
      baseline: { successes: theirs, trials: 3600 },
    };
    expect(judge({ accuracy }, { maxAccuracyDrop: 0.03 }).check.verdict).toBe(verdict);
  });
});

describe("the score", () => {
  const score = { weights: { errors: 60, latency: 20, accuracy: 20 }, critical: [] };
  const passed = new Map([
    ["errors", "pass"],
    ["latency", "pass"],
  ] as const);
  const asked = ["errors", "latency"] as const;

  test("all that was asked has passed", () => {
    expect(scoreStages([passed, passed], asked, score)).toMatchObject({
      observed: 100,
      verdict: "pass",
      limit: 95,
    });
  });

  test("weights are those of the measures that are judged", () => {
    const slow = new Map([
      ["errors", "pass"],
      ["latency", "fail"],
    ] as const);
    const check = scoreStages([passed, slow], asked, score);
    expect(check).toMatchObject({ observed: 87.5, verdict: "fail" });
    expect(check.message).toMatch(/^87\.5 of 100, marginal/);
    expect(check.message).toMatch(/latency passed 1 of 2 stages, weight 25 %/);
  });

  test.each([
    ["a stage that was not reached", [passed, null]],
    ["a stage of which nothing is known", [passed, new Map()]],
    ["a measure without data", [passed, new Map([["errors", "pass"]] as const)]],
    [
      "what could not be told",
      [
        passed,
        new Map([
          ["errors", "pass"],
          ["latency", "inconclusive"],
        ] as const),
      ],
    ],
    ["no stage at all", []],
  ])("%s never scores 100", (_, stages) => {
    const check = scoreStages(stages as never, asked, score);
    expect(check.observed).toBeLessThan(100);
    expect(check.verdict).not.toBe("pass");
  });

  test("nothing of what was not reached is a pass", () => {
    expect(scoreStages([passed, null], asked, score).verdict).toBe("inconclusive");
    expect(scoreStages([], asked, score).verdict).toBe("error");
  });

  test("without a pass of what is critical it is 0", () => {
    const failed = new Map([
      ["errors", "inconclusive"],
      ["latency", "pass"],
    ] as const);
    expect(scoreStages([passed, failed], asked, { ...score, critical: ["errors"] }).observed).toBe(
      0,
    );
  });
});
