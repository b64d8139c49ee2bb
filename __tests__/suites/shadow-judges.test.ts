import { DEFAULT_SHADOW } from "../../src/config/defaults";
import type { OutputValue } from "../../src/protocols/types";
import { planNoiseFloor } from "../../src/suites/shadow/plan-noise-floor";
import {
  answered,
  type GivenPair,
  judgePairs,
  refused,
  shadowOf,
  timedOut,
} from "../support/shadow-pairs";

const times = (n: number, make: (index: number) => GivenPair): GivenPair[] =>
  Array.from({ length: n }, (_, index) => make(index));
const SPECIES = ["Adelie", "Chinstrap", "Gentoo"] as const;
const species = (index: number) => ({ y: SPECIES[index % 3] as string });
const OTHER = { y: "Emperor" };

/** Pairs of which some differ, with the baseline asked again on all. */
const noisy = ({ n = 500, only = 0, own = 0, both = 0 }) =>
  times(n, (index) => {
    const place = (index * 7) % n;
    const differs = place < only || (place >= only + own && place < only + own + both);
    const differsItself = place >= only && place < only + own + both;
    return {
      candidate: answered(differs ? OTHER : species(index)),
      baseline: answered(species(index)),
      again: answered(differsItself ? OTHER : species(index)),
    };
  });

describe("agreement", () => {
  test("a quiet baseline: the raw share is judged", () => {
    expect(judgePairs(noisy({ only: 1 })).agreement?.verdict).toBe("pass");
    expect(judgePairs(noisy({ only: 5 })).agreement?.verdict).toBe("inconclusive");
    expect(judgePairs(noisy({ only: 10 })).agreement).toMatchObject({
      verdict: "fail",
      observed: 0.98,
      n: 500,
    });
  });

  test("a baseline that contradicts itself as often is no case against the candidate", () => {
    const { agreement } = judgePairs(noisy({ only: 10, own: 9, both: 1 }));
    expect(agreement).toMatchObject({ verdict: "inconclusive", observed: 0.978 });
    expect(agreement?.message).toMatch(/asked again, it differs on 10 of 500 inputs/);
    expect(agreement?.hint).toMatch(/about 98 %.*temperature 0.*max_excess/);
  });

  test("a candidate that differs more often than that fails all the same", () => {
    expect(judgePairs(noisy({ only: 30, own: 5 })).agreement?.verdict).toBe("fail");
  });

  test("one answer to everything says nothing of the others", () => {
    const pairs = times(500, () => ({ candidate: answered(OTHER), baseline: answered(OTHER) }));
    const { agreement } = judgePairs(pairs);
    expect(agreement).toMatchObject({ verdict: "inconclusive", observed: 1 });
    expect(agreement?.message).toMatch(/the same answer to all 500 inputs/);
    const failing = pairs.map((pair, index) =>
      index < 20 ? { ...pair, candidate: answered({ y: "x" }) } : pair,
    );
    expect(judgePairs(failing).agreement?.verdict).toBe("fail");
  });

  test("NaN on both sides is not agreement on anything", () => {
    const pairs = (nan: number) =>
      times(500, (index) => {
        const value = { y: index < nan ? Number.NaN : index };
        return { candidate: answered(value), baseline: answered(value) };
      });
    expect(judgePairs(pairs(0)).agreement?.verdict).toBe("pass");
    expect(judgePairs(pairs(1)).agreement?.verdict).toBe("pass");
    expect(judgePairs(pairs(10)).agreement).toMatchObject({ verdict: "inconclusive" });
    expect(judgePairs(pairs(10)).agreement?.message).toMatch(
      /10 of the 500 pairs agree on nothing/,
    );
    expect(judgePairs(pairs(500)).agreement?.verdict).toBe("inconclusive");
    const scores = (index: number) => ({ y: [index / 500, Number.NaN] });
    const vectors = times(500, (index) => ({
      candidate: answered(scores(index)),
      baseline: answered(scores(index)),
    }));
    expect(judgePairs(vectors, { classes: ["a", "b"] }).agreement?.verdict).toBe("inconclusive");
  });

  test("one answer to everything beside what is ignored says nothing of the others", () => {
    const pairs = (make: (index: number) => Record<string, OutputValue>) =>
      times(500, (index) => ({
        candidate: answered({ body: make(index) }),
        baseline: answered({ body: make(index + 1000) }),
      }));
    const compare = { ...DEFAULT_SHADOW.compare, ignore: ["**.id", "body.items[*].at"] };
    const agreement = (make: (index: number) => Record<string, OutputValue>) =>
      judgePairs(pairs(make), { shadow: { compare } }).agreement;
    const constant = agreement((id) => ({ id, status: "ok", items: [{ at: id, of: 1 }, 2] }));
    expect(constant).toMatchObject({ verdict: "inconclusive", observed: 1 });
    expect(constant?.message).toMatch(/the same answer to all 500 inputs/);
    expect(agreement((id) => ({ id, status: id % 2 }))?.verdict).toBe("pass");
  });

  test("a whole number beside the right one is another id, however small the difference is", () => {
    const ids = (make: (id: number) => OutputValue, tolerance = DEFAULT_SHADOW.tolerance) =>
      judgePairs(
        times(500, (index) => ({
          candidate: answered({ y: make(1_000_001 + index) }),
          baseline: answered({ y: make(1_000_000 + index) }),
        })),
        { shadow: { tolerance } },
      ).agreement?.verdict;
    expect(ids((id) => id)).toBe("fail");
    expect(ids((id) => [id, id + 1, id + 2])).toBe("fail");
    expect(ids((id) => ({ item: id, of: "catalogue" }))).toBe("fail");
    expect(ids((price) => price + 0.5)).toBe("pass");
    expect(ids((price) => price, { rel: 1e-4, abs: 0 })).toBe("pass");
  });

  test("the same refusal from both is no answer", () => {
    const refusals = times(500, () => ({ candidate: refused(422), baseline: refused(422) }));
    const { agreement } = judgePairs(refusals);
    expect(agreement).toMatchObject({ verdict: "inconclusive" });
    expect(agreement?.message).toMatch(/neither side gave a good answer to any input.*status 422/);
  });

  test("the worst disagreements come first, with what was sent", () => {
    const pairs = times(500, (index) => ({
      candidate: answered({ y: index + (index === 7 ? 1 : index === 9 ? 9000 : 0) }),
      baseline: answered({ y: index }),
    }));
    const { agreement } = judgePairs(pairs);
    expect(agreement?.message).toMatch(/the worst first: output "y": 9009 instead of 9/);
    expect(agreement?.evidence).toHaveLength(2);
    expect(agreement?.evidence[0]?.request).toMatch(/^POST \/infer/);
  });

  test("limits of 100 % want a clean run", () => {
    const shadow = { minAgreement: 1, noiseFloor: { share: 1, maxExcess: 0 } };
    expect(judgePairs(noisy({ n: 298 }), { shadow }).agreement?.verdict).toBe("inconclusive");
    expect(judgePairs(noisy({ n: 299 }), { shadow })).toMatchObject({
      agreement: { verdict: "pass" },
      "noise-floor": { verdict: "pass" },
    });
    expect(judgePairs(noisy({ only: 1 }), { shadow }).agreement?.verdict).toBe("fail");
  });
});

describe("noise floor", () => {
  const shadow = { minAgreement: 0.9, noiseFloor: { share: 1, maxExcess: 0.01 } };

  test("as often as the baseline itself", () => {
    const check = judgePairs(noisy({ n: 2000, only: 20, own: 20 }), { shadow })["noise-floor"];
    expect(check).toMatchObject({ verdict: "pass", observed: 0, limit: 0.01, n: 2000 });
    expect(check?.message).toMatch(/differs from itself on 20 of 2000 inputs/);
  });

  test("more often, at a path that is named", () => {
    const check = judgePairs(noisy({ only: 30, own: 5 }), { shadow })["noise-floor"];
    expect(check).toMatchObject({ verdict: "fail", observed: 0.05 });
    expect(check?.message).toMatch(/more than chance: y on 30 \(p = /);
  });

  test("too few to tell says how many it would take", () => {
    const check = judgePairs(noisy({ only: 10, own: 10 }), { shadow })["noise-floor"];
    expect(check?.verdict).toBe("inconclusive");
    expect(check?.message).toMatch(/about \d+ more inputs asked twice/);
    expect(check?.hint).toMatch(/noise_floor\.share/);
  });

  test("a margin of 0 is never proven by equality", () => {
    const strict = { shadow: { minAgreement: 0.9, noiseFloor: { share: 1, maxExcess: 0 } } };
    expect(judgePairs(noisy({}), strict)["noise-floor"]?.verdict).toBe("inconclusive");
    expect(judgePairs(noisy({ only: 5 }), strict)["noise-floor"]?.verdict).toBe("fail");
  });

  test("where all differences are within the limit, so are those beyond the noise", () => {
    const pairs = noisy({ n: 500 }).map((pair, index) =>
      index < 150 ? pair : { ...pair, again: null },
    );
    const check = judgePairs(pairs)["noise-floor"];
    expect(check).toMatchObject({ verdict: "pass", n: 150 });
    expect(check?.interval?.[1]).toBeCloseTo(1 - 0.05 ** (1 / 500), 9);
  });

  test("can be off", () => {
    expect(judgePairs(noisy({}), { shadow: { noiseFloor: null } })["noise-floor"]).toBeUndefined();
  });

  test("what need not agree is told, and not judged", () => {
    const pairs = times(500, (index) => ({
      candidate: answered({ ...species(index), score: index + 1, note: "new" }),
      baseline: answered({ ...species(index), score: index, note: "old" }),
      again: answered({ ...species(index), score: index, note: "old" }),
    }));
    const checks = judgePairs(pairs);
    expect(checks["noise-floor"]?.verdict).toBe("pass");
    expect(checks["noise-floor"]?.message).toMatch(
      /told, not judged: .*note differs on 500 of 500 \(q = .*and 1 more$|told, not judged: .*score/,
    );
  });
});

test.each([
  [
    500,
    {},
    "150 inputs asked twice; where the baseline never contradicts itself, a candidate that differs on 5 of them fails",
  ],
  [500, { sequential: true }, "differs on 5 of them fails"],
  [10, {}, "3 inputs asked twice cannot fail: more are needed"],
  [500, { noiseFloor: null }, null],
])("before the run: %i pairs, %j", (requests, shadow, said) => {
  const plan = planNoiseFloor(shadowOf(requests, { shadow }));
  if (said === null) expect(plan).toBeNull();
  else expect(plan).toContain(said);
});

describe("slowdown", () => {
  const timed = (n: number, ratio: (index: number) => number) =>
    times(n, (index) => ({
      candidate: answered(species(index), (10 + (index % 7)) * ratio(index)),
      baseline: answered(species(index), 10 + (index % 7)),
    }));
  const jitter = (index: number) => 1 + (((index * 37) % 101) - 50) / 1000;

  test("within, beyond, and too near to tell", () => {
    expect(judgePairs(timed(500, jitter)).slowdown?.verdict).toBe("pass");
    expect(judgePairs(timed(500, (i) => 1.15 * jitter(i))).slowdown?.verdict).toBe("fail");
    const near = judgePairs(timed(500, (i) => 1.1 * jitter(i))).slowdown;
    expect(near?.verdict).toBe("inconclusive");
    expect(near?.message).toMatch(/about [\d,]+ more pairs|too near the limit/);
  });

  test("a time-out is slow, and not left out", () => {
    const pairs = timed(500, jitter).map((pair, index) =>
      index % 2 === 0 ? { ...pair, candidate: timedOut() } : pair,
    );
    const { slowdown } = judgePairs(pairs);
    expect(slowdown).toMatchObject({ verdict: "fail", n: 500 });
  });

  test("an error that comes soon is no fast answer", () => {
    const pairs = timed(500, (i) => 1.15 * jitter(i)).map((pair, index) =>
      index % 4 === 0 ? { ...pair, candidate: refused(500, 0.1) } : pair,
    );
    const { slowdown, errors } = judgePairs(pairs);
    expect(slowdown).toMatchObject({ verdict: "fail", n: 375 });
    expect(slowdown?.message).toMatch(/125 pairs with an error are left out/);
    expect(errors).toMatchObject({ verdict: "fail", observed: 0.25 });
  });

  test("all ties rank nothing, and no pair is nothing to rank", () => {
    expect(judgePairs(timed(500, () => 1)).slowdown).toMatchObject({
      verdict: "inconclusive",
      n: 500,
    });
    const failing = times(50, () => ({ candidate: refused(500), baseline: answered(OTHER) }));
    expect(judgePairs(failing).slowdown).toMatchObject({ verdict: "inconclusive", n: 0 });
  });

  test("a margin of 0 wants a candidate that is faster", () => {
    const shadow = { maxSlowdown: 0 };
    expect(judgePairs(timed(500, jitter), { shadow }).slowdown?.verdict).toBe("inconclusive");
    expect(
      judgePairs(
        timed(500, (i) => 0.9 * jitter(i)),
        { shadow },
      ).slowdown?.verdict,
    ).toBe("pass");
  });
});

test("errors of both sides are told, and time-outs among them", () => {
  const pairs = times(400, (index) => ({
    candidate: index < 3 ? timedOut() : index < 5 ? refused(503) : answered(species(index)),
    baseline: index === 399 ? refused(500) : answered(species(index)),
  }));
  expect(judgePairs(pairs, { shadow: { maxErrors: 0.05 } }).errors?.message).toMatch(
    /^5 of 400 got no good answer from the candidate \(3 timed out\), 1 from the baseline; first: no answer in time/,
  );
});

describe("labels", () => {
  const labelled = ({ n = 1000, worse = 0, better = 0 }) =>
    times(n, (index) => ({
      row: { index, label: "right" },
      candidate: answered({ y: index < worse ? "wrong" : "right" }),
      baseline: answered({ y: index >= worse && index < worse + better ? "wrong" : "right" }),
    }));
  const isRight = (
    _: unknown,
    { answers }: { answers: { outputs: { value: unknown }[] }[] | null },
  ) => answers?.[0]?.outputs[0]?.value === "right";
  const accuracy = (given: Parameters<typeof labelled>[0], maxDrop: number | null = 0.02) =>
    judgePairs(labelled(given), {
      isRight,
      shadow: { metrics: { accuracy: maxDrop === null ? null : { maxDrop } } },
    }).accuracy;

  test("McNemar is told where no limit is named", () => {
    const check = accuracy({ worse: 15, better: 5 }, null);
    expect(check).toMatchObject({ verdict: "skipped", observed: 0.985, baseline: 0.995, n: 1000 });
    expect(check?.message).toMatch(/McNemar p = 0\.041\); not judged: no limit is named/);
  });

  test("non-inferiority by the pairs on which exactly one is right", () => {
    expect(accuracy({ worse: 5, better: 5 })?.verdict).toBe("pass");
    expect(accuracy({ worse: 60, better: 5 })?.verdict).toBe("fail");
    expect(accuracy({ worse: 20, better: 5 })?.verdict).toBe("inconclusive");
    expect(accuracy({ worse: 20, better: 5 })?.message).toMatch(/about \d+ more rows/);
    expect(accuracy({ n: 100 })?.verdict).toBe("inconclusive");
    expect(accuracy({ n: 149 })?.verdict).toBe("pass");
  });

  test("a margin of 0 is never proven by equality", () => {
    expect(accuracy({}, 0)?.verdict).toBe("inconclusive");
  });

  test("labels that no answer ever meets prove nothing", () => {
    const metrics = { accuracy: { maxDrop: 0.02 } };
    const check = judgePairs(labelled({}), { isRight: () => false, shadow: { metrics } }).accuracy;
    expect(check?.verdict).toBe("inconclusive");
    expect(check?.hint).toMatch(/data\.classes/);
  });

  test("a row that is sent again counts once", () => {
    const row = { index: 0, label: "right" };
    const pairs = labelled({ n: 1000 }).map((pair) => ({ ...pair, row }));
    const metrics = { accuracy: { maxDrop: 0.02 } };
    expect(judgePairs(pairs, { isRight, shadow: { metrics } }).accuracy).toMatchObject({
      verdict: "inconclusive",
      n: 1,
    });
  });
});
