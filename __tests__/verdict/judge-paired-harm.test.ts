import { harmPValue, judgePairedHarm } from "../../src/verdict/judge-paired-harm";

const judge = (worse: number, better: number, n: number, margin: number) =>
  judgePairedHarm({ worse, better, n, margin, what: "pairs" });

test.each([
  [0, 0, 299, 0.01, "pass"],
  [0, 0, 298, 0.01, "inconclusive"],
  [0, 20, 299, 0.01, "pass"],
  [10, 10, 2000, 0.01, "pass"],
  [10, 10, 500, 0.01, "inconclusive"],
  [40, 0, 2000, 0.01, "fail"],
  [6, 0, 150, 0.01, "fail"],
  [4, 0, 150, 0.01, "inconclusive"],
  [0, 0, 0, 0.01, "inconclusive"],
])("%i worse, %i better of %i, margin %d: %s", (worse, better, n, margin, verdict) => {
  expect(judge(worse, better, n, margin).verdict).toBe(verdict);
});

test("a margin of 0 wants proof that there is less harm", () => {
  expect(judge(0, 0, 1_000_000, 0).verdict).toBe("inconclusive");
  expect(judge(5, 5, 1000, 0).verdict).toBe("inconclusive");
  expect(judge(0, 4, 1000, 0).verdict).toBe("inconclusive");
  expect(judge(0, 5, 1000, 0).verdict).toBe("pass");
  expect(judge(4, 0, 1000, 0).verdict).toBe("inconclusive");
  expect(judge(5, 0, 1000, 0).verdict).toBe("fail");
});

test("chance alone: the exact test of McNemar", () => {
  const question = { n: 500, margin: 0, what: "pairs" };
  expect(harmPValue({ ...question, worse: 5, better: 0 })).toBeCloseTo(1 / 32, 12);
  expect(harmPValue({ ...question, worse: 0, better: 0 })).toBe(1);
  expect(harmPValue({ ...question, worse: 5, better: 0, margin: 0.02 })).toBeGreaterThan(0.5);
});

test("says what it would take", () => {
  expect(judge(0, 0, 100, 0.01).message).toMatch(/about 199 more pairs/);
  expect(judge(10, 10, 500, 0.01).message).toMatch(/about \d{3} more pairs/);
  expect(judge(15, 10, 500, 0.01).message).toMatch(/too near the limit/);
  const more = Number(/about (\d+) more/.exec(judge(10, 10, 500, 0.01).message)?.[1]);
  const factor = (500 + more) / 500;
  const [worse, n] = [Math.round(10 * factor), 500 + more];
  expect(judge(worse, worse, n + 5, 0.01).verdict).toBe("pass");
  expect(judge(worse, worse, Math.floor(n * 0.9), 0.01).verdict).toBe("inconclusive");
});
