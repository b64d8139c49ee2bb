import fc from "fast-check";
import { judgeMargin } from "../../src/verdict/judge-margin";
import { judgeShare } from "../../src/verdict/judge-share";
import { judgeValue } from "../../src/verdict/judge-value";

const errors = (count: number, n: number, limit: number, effectiveSize = n) =>
  judgeShare({ count, n, limit, direction: "at-most", what: "requests", effectiveSize });
const agreements = (count: number, n: number, limit: number, effectiveSize = n) =>
  judgeShare({ count, n, limit, direction: "at-least", what: "pairs", effectiveSize });

describe("judgeShare", () => {
  test.each([
    [0.01, [299, 473, 628, 773]],
    [0.05, [59, 93, 124, 153]],
    [0.001, [2995]],
  ])("a limit of %d passes from these sizes on with 0, 1, 2, 3 bad ones", (limit, sizes) => {
    sizes.forEach((n, bad) => {
      expect(errors(bad, n, limit).verdict).toBe("pass");
      expect(errors(bad, n - 1, limit).verdict).toBe("inconclusive");
      expect(agreements(n - bad, n, 1 - limit).verdict).toBe("pass");
      expect(agreements(n - 1 - bad, n - 1, 1 - limit).verdict).toBe("inconclusive");
    });
  });

  test("fails where the lower bound is beyond the limit, and not before", () => {
    const verdicts = Array.from({ length: 21 }, (_, bad) => errors(bad, 500, 0.01).verdict);
    // P(X ≥ 9) = 0.067 and P(X ≥ 10) = 0.031 for 500 at 1 %; P(X ≤ 1) = 0.040 and P(X ≤ 2) = 0.12.
    const expected = [
      ...new Array(2).fill("pass"),
      ...new Array(8).fill("inconclusive"),
      ...new Array(11).fill("fail"),
    ];
    expect(verdicts).toEqual(expected);
  });

  test("says what it saw and what it would take", () => {
    const { verdict, message, observed } = agreements(100, 100, 0.99);
    expect([verdict, observed]).toEqual(["inconclusive", 1]);
    expect(message).toContain("about 199 more pairs");
    expect(message).toContain("100 pairs");
  });

  test("correlated ones need as many more as they are worth less", () => {
    const { verdict, message } = errors(0, 1000, 0.01, 100);
    expect(verdict).toBe("inconclusive");
    expect(message).toContain("about 1990 more requests");
    expect(message).toContain("worth 100 independent ones");
  });

  test("the bounds hold the observed share, and are those of the mirrored question", () => {
    const count = fc
      .integer({ min: 1, max: 800 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(count, fc.double({ min: 0.1, max: 1, noNaN: true }), ([bad, n], worth) => {
        // Far from the limit, so that no plan is worked out.
        const asErrors = errors(bad, n, 1, n * worth);
        const asGood = agreements(n - bad, n, 0, n * worth);
        const [lower, upper] = asErrors.interval as [number, number];
        expect(asErrors.observed).toBe(bad / n);
        expect(lower).toBeLessThanOrEqual(bad / n + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(bad / n - 1e-12);
        expect(asGood.interval).toEqual([
          expect.closeTo(1 - upper, 12),
          expect.closeTo(1 - lower, 12),
        ]);
        expect([asErrors.verdict, asGood.verdict]).toEqual(["pass", "pass"]);
      }),
      { seed: 1 },
    );
  });

  test("one more bad one never helps", () => {
    const order = ["pass", "inconclusive", "fail"];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(0, 0.01, 0.05, 0.3),
        (n, limit) => {
          const ranks = [0, 1, 2, 5, 10, 40]
            .filter((bad) => bad <= n)
            .map((bad) => order.indexOf(errors(bad, n, limit).verdict));
          expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  });

  test("no tolerance: one bad one fails, and none of 299 passes", () => {
    expect(
      [errors(1, 5000, 0), errors(0, 299, 0), errors(0, 298, 0)].map(({ verdict }) => verdict),
    ).toEqual(["fail", "pass", "inconclusive"]);
    expect(
      [agreements(4999, 5000, 1), agreements(299, 299, 1), agreements(298, 298, 1)].map(
        ({ verdict }) => verdict,
      ),
    ).toEqual(["fail", "pass", "inconclusive"]);
    expect(errors(0, 5000, 0, 200).verdict).toBe("inconclusive");
  });

  test("nothing counted is never a pass", () => {
    for (const limit of [0, 0.01, 0.99, 1]) {
      expect([errors(0, 0, limit).verdict, agreements(0, 0, limit).verdict]).toEqual([
        "inconclusive",
        "inconclusive",
      ]);
      expect(errors(0, 0, limit).observed).toBeNull();
    }
  });
});

describe("judgeValue", () => {
  const judge = (
    observed: number,
    limit: number,
    more: Partial<Parameters<typeof judgeValue>[0]> = {},
  ) =>
    judgeValue({ observed, limit, direction: "at-least", strict: false, bounds: null, ...more })
      .verdict;

  test("by the point: the limit itself is in, unless it is strict", () => {
    expect([judge(0.95, 0.95), judge(0.949, 0.95), judge(0.96, 0.95)]).toEqual([
      "pass",
      "fail",
      "pass",
    ]);
    expect([judge(0.95, 0.95, { strict: true }), judge(0.96, 0.95, { strict: true })]).toEqual([
      "fail",
      "pass",
    ]);
    const direction = "at-most" as const;
    expect([
      judge(120, 120, { direction }),
      judge(121, 120, { direction }),
      judge(120, 120, { direction, strict: true }),
    ]).toEqual(["pass", "fail", "fail"]);
    expect(judge(Infinity, 120, { direction })).toBe("fail");
  });

  test.each([
    [[0.96, 0.99], "pass"],
    [[0.95, 0.99], "pass"],
    [[0.9, 0.99], "inconclusive"],
    [[0.9, 0.95], "inconclusive"],
    [[0.9, 0.94], "fail"],
    [[null, 0.99], "inconclusive"],
    [[null, 0.94], "fail"],
    [[0.96, null], "pass"],
    [[null, null], "inconclusive"],
  ] as [[number | null, number | null], string][])("by the bounds %p: %s", (bounds, verdict) => {
    expect(judge(0.95, 0.95, { bounds })).toBe(verdict);
  });

  test("what has no value is never a pass", () => {
    expect(judge(Number.NaN, 0)).toBe("inconclusive");
    expect(judge(Number.NaN, 0, { bounds: [1, 2] })).toBe("inconclusive");
  });
});

test.each([
  [[0.01, 0.09], "pass"],
  [[-0.2, -0.1], "pass"],
  [[0.01, 0.11], "inconclusive"],
  [[0.11, 0.2], "fail"],
  [[null, 0.01], "inconclusive"],
  [[null, null], "inconclusive"],
] as [[number | null, number | null], string][])(
  "harm within %p against a margin of 0.1: %s",
  (interval, verdict) => {
    expect(judgeMargin({ interval, margin: 0.1 }).verdict).toBe(verdict);
  },
);
