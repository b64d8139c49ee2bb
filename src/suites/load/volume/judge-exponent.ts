import type { VolumeConfig } from "../../../config/types";
import { formatMeasure } from "../../../report/format-measure";
import { type CostLaw, fitCostLaw } from "../../../stats/fitting/cost-law";
import { growthExponents } from "../../../stats/fitting/growth-exponents";
import type { Cost } from "../../../stats/fitting/power-law-cost";
import { quantile } from "../../../stats/percentile";
import type { Random } from "../../../stats/random";
import { stratifiedBootstrapInterval } from "../../../stats/resampling/stratified-bootstrap";
import { check } from "../../../verdict/check";
import type { Check, Verdict } from "../../../verdict/result";
import type { Growth } from "./growth";
import type { SizeTimes } from "./measure-sizes";
import { identify } from "./volume-checks";

/** Fewer sizes fix no curve of three parameters. */
const FEWEST_SIZES = 4;
/** Both bounds one-sided at 95 %. */
const CONFIDENCE = 0.9;
const REPLICATES = 500;
/** Where the largest request costs less than twice the smallest, nearly all of the cost is fixed. */
const GROWS = 2;
const TOP_OCTAVES = 4;

type Bounds = [number | null, number | null];

export interface MeasuredGrowth {
  costs: Cost[];
  law: CostLaw;
  /** Whether so much of the cost grows that the exponent says something. */
  grows: boolean;
}

/** The median of each size and the law of a and c·sᵇ through them; null for too few sizes. */
export function fitGrowth(measured: readonly SizeTimes[]): MeasuredGrowth | null {
  const costs = costsOf(measured.map(({ size, times }) => ({ size, times })));
  if (costs.length < FEWEST_SIZES) return null;
  const [first, last] = [costs[0] as Cost, costs.at(-1) as Cost];
  return { costs, law: fitCostLaw(costs), grows: last.time >= GROWS * first.time };
}

/**
 * How the time of a request grows with its size, from the exponent of a + c·sᵇ, or of the larger of
 * both, with its bootstrap interval. A fixed cost hides growth, so the growth over the top two octaves, log₂(T₂ₛ/Tₛ),
 * is held against the limit, too; and where nearly all of the cost is fixed, it alone: the exponent
 * of what little grows is then hardly determined.
 */
export function judgeExponent(
  measured: readonly SizeTimes[],
  { maxExponent }: VolumeConfig,
  { what }: Pick<Growth, "what">,
  random: Random,
): Check {
  const found = fitGrowth(measured);
  const n = measured.reduce((sum, { times }) => sum + times.length, 0);
  const shared = {
    ...identify("exponent"),
    limit: maxExponent,
    direction: "at-most",
    unit: "score",
    n,
  } as const;
  if (found === null) {
    const sizes = measured.filter(({ times }) => times.length > 0).length;
    return check({
      ...shared,
      verdict: "inconclusive",
      message: `${sizes} sizes were answered, and growth takes ${FEWEST_SIZES}`,
    });
  }
  const { costs, law, grows } = found;
  const sizes = measured.filter(({ times }) => times.length > 0);
  const bounds = boundsOf(sizes, random, (resampled) => fitCostLaw(resampled).exponent);
  const top = topSteps(costs).map((step) => ({
    ...step,
    bounds: boundsOf(
      sizes,
      random,
      (resampled) => growthExponents(resampled)[step.index] as number,
    ),
  }));
  const [first, last] = [costs[0] as Cost, costs.at(-1) as Cost];
  const verdict = decide(
    [...top.map((step) => step.bounds), ...(grows ? [bounds] : [])],
    maxExponent,
  );
  const steps = top.map(
    ({ from, to, exponent, bounds: [low, high] }) =>
      `${digits(exponent)} [${digits(low)}, ${digits(high)}] from ${from} to ${to}`,
  );
  const range = `${formatMeasure(first.time, "ms")} for ${first.size}, ${formatMeasure(last.time, "ms")} for ${last.size} ${what}`;
  const whole = grows
    ? `${describeLaw(law)} (${range})`
    : `${range}: nearly all of it is a fixed cost, so only the growth at the top is judged`;
  const atTop = `growth at the top: ${steps.join(", ")}`;
  // What decided comes first.
  const decidedAtTop = verdict === "fail" && !(grows && isBeyond(bounds, maxExponent));
  const message = [
    ...(decidedAtTop ? [atTop, whole] : [whole, atTop]),
    ...(verdict === "inconclusive"
      ? ["too near the limit to tell: more requests of each size would"]
      : []),
  ].join("; ");
  const hint = verdict === "inconclusive" ? "Raise load.volume.each, or add larger sizes." : null;
  return check({ ...shared, verdict, observed: law.exponent, interval: bounds, message, hint });
}

function describeLaw({ fixed, exponent, combines }: CostLaw): string {
  const [flat, growing] = [formatMeasure(fixed, "ms"), `c·s^${digits(exponent)}`];
  return combines === "sum"
    ? `the time grows as ${flat} + ${growing}`
    : `the time is ${flat} or ${growing}, whichever is longer`;
}

/** Within where all of each interval is, beyond where all of any is. */
function decide(intervals: readonly Bounds[], limit: number): Verdict {
  if (intervals.some((bounds) => isBeyond(bounds, limit))) return "fail";
  return intervals.every(([, high]) => high !== null && high <= limit) ? "pass" : "inconclusive";
}

function isBeyond([low]: Bounds, limit: number): boolean {
  return low !== null && low > limit;
}

function boundsOf(
  sizes: readonly SizeTimes[],
  random: Random,
  statistic: (costs: Cost[]) => number,
): Bounds {
  return stratifiedBootstrapInterval(
    sizes.map(({ times }) => times),
    (resampled) =>
      statistic(
        costsOf(sizes.map(({ size }, i) => ({ size, times: resampled[i] as Float64Array }))),
      ),
    { random, replicates: REPLICATES, confidence: CONFIDENCE },
  );
}

function costsOf(sizes: readonly { size: number; times: Float64Array }[]): Cost[] {
  return sizes
    .filter(({ times }) => times.length > 0)
    .map(({ size, times }) => ({ size, time: quantile(Float64Array.from(times).sort(), 0.5) }));
}

/** The steps from size to size that reach into the top two octaves. */
function topSteps(costs: readonly Cost[]) {
  const largest = costs.at(-1)?.size ?? 0;
  return growthExponents(costs)
    .map((exponent, index) => {
      const [from, to] = [costs[index]?.size ?? 0, costs[index + 1]?.size ?? 0];
      return { index, from, to, exponent };
    })
    .filter(({ to }) => to > largest / TOP_OCTAVES);
}

export function digits(value: number | null): string {
  return value === null ? "∞" : formatMeasure(value, "score");
}
