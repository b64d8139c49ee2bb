import { poissonArrivals } from "../../src/load/arrivals/poisson-arrivals";
import type { OpenSchedule } from "../../src/load/schedule";
import { dealSchedule } from "../../src/shards/deal-schedule";
import { kolmogorovSmirnovOneSample } from "../../src/stats/distance/kolmogorov-smirnov-one-sample";
import { randomStream } from "../../src/stats/random";

const arrivals = poissonArrivals(randomStream(1, "arrivals"), 100, 100_000);
const schedule: OpenSchedule = {
  model: "open",
  arrivals,
  inputs: Uint32Array.from(arrivals, (_, i) => i),
  maxInFlight: 10,
};

const deal = (total: number, steady: boolean) =>
  Array.from({ length: total }, (_, i) =>
    dealSchedule(schedule, { index: i + 1, total }, { steady, random: randomStream(1, "shards") }),
  );

test.each([
  [4, false],
  [4, true],
  [7, false],
  [1, false],
])("%i shards (steady: %s) send the very schedule together", (total, steady) => {
  const parts = deal(total, steady);
  const together = parts.flatMap(({ inputs }) => [...inputs]).sort((a, b) => a - b);
  expect(together).toEqual([...schedule.inputs]);
  for (const part of parts) {
    expect([...part.arrivals]).toEqual([...part.inputs].map((i) => arrivals[i]));
    expect(part.maxInFlight).toBe(Math.ceil(10 / total));
  }
});

test("a steady one is dealt in turn", () => {
  const [first] = deal(4, true) as [OpenSchedule];
  expect([...first.inputs.subarray(0, 3)]).toEqual([0, 4, 8]);
});

test("each part of a Poisson process is one, at its share of the rate (Kolmogorov–Smirnov, 1 %)", () => {
  for (const part of deal(4, false)) {
    const first = part.arrivals.subarray(0, 400);
    const gaps = first.map((at, i) => at - (first[i - 1] ?? 0));
    const exponential = (gap: number) => 1 - Math.exp(-gap / 40);
    expect(kolmogorovSmirnovOneSample(gaps, exponential).pValue).toBeGreaterThan(0.01);
  }
});
