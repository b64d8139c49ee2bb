import type { StressConfig } from "../../../config/types";
import { formatMeasure } from "../../../report/format-measure";
import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { MAY_BE_LATE, type StepReading } from "./carried";
import type { Rung } from "./climb";
import { judgeCarried } from "./judge-carried";
import { identify } from "./stress-checks";

/**
 * How much the endpoint carries, and whether that is what it must. A rate that it must carry is
 * judged at that very rate; this machine's own limit decides nothing below it and nothing against it.
 *
 * @param rungs every rate that was tried, ascending; at least one
 */
export function judgeCapacity(rungs: readonly Rung[], config: StressConfig): Check {
  const { minCapacity } = config;
  const found = describeClimb(rungs);
  const shared = {
    ...identify("capacity"),
    observed: found.capacity,
    interval: found.interval,
    unit: "per-second",
    n: rungs.flatMap(({ readings }) => readings).reduce((sum, { times }) => sum + times.length, 0),
  } as const;
  if (minCapacity === null) {
    const verdict = found.capacity === null ? "error" : "skipped";
    return check({ ...shared, verdict, message: `no limit named; ${found.message}` });
  }
  const limited = { ...shared, limit: minCapacity, direction: "at-least" } as const;
  const at = rungs.find(({ rate }) => rate === minCapacity);
  const last = rungs.at(-1) as Rung;
  if (last.state === "broken" && last.rate <= minCapacity) {
    return check({ ...limited, verdict: "fail", message: found.message });
  }
  if (last.state === "unsound" && last.rate <= minCapacity) {
    return check({
      ...limited,
      verdict: "error",
      message: found.message,
      hint: "Run it on a larger or a quieter machine, or lower load.stress.min_capacity.",
    });
  }
  const judged = judgeCarried(at?.readings ?? [], config.slo);
  const message = `at ${perSecond(minCapacity)} ${judged.message}; ${found.message}`;
  const hint = judged.verdict === "inconclusive" ? "Make load.stress.each longer." : null;
  return check({ ...limited, verdict: judged.verdict, message, hint });
}

interface FoundCapacity {
  /** Right answers a second; null where nothing can be told. */
  capacity: number | null;
  /** The last rate that was carried, and the first that was not; null on the side that is open. */
  interval: [number | null, number | null] | null;
  message: string;
}

function describeClimb(rungs: readonly Rung[]): FoundCapacity {
  const last = rungs.at(-1) as Rung;
  const carried = rungs.findLast(({ state }) => state === "carried")?.rate ?? null;
  const carries = carried === null ? "no rate was carried" : `it carries ${perSecond(carried)}`;
  if (last.state === "carried") {
    return {
      capacity: carried,
      interval: [carried, null],
      message: `at least ${perSecond(last.rate)}: it was carried, and no higher rate was tried (load.stress.max_rate)`,
    };
  }
  if (last.state === "unsound") {
    const doubtful = last.readings.findLast(({ state }) => state === "unsound");
    const [reason] = doubtful?.reasons ?? [];
    const atLeast = carried === null ? carries : `at least ${perSecond(carried)}`;
    return {
      capacity: carried,
      interval: carried === null ? null : [carried, null],
      message: `${atLeast}: at ${perSecond(last.rate)} ${reason}`,
    };
  }
  const broken = last.readings.filter(({ state }) => state === "broken");
  const capacity = Math.max(carried ?? 0, throughputOf(broken));
  const reasons = broken.at(-1)?.reasons.join("; ");
  return {
    capacity,
    interval: [carried, last.rate],
    message: `${carries} and breaks at ${perSecond(last.rate)}, twice: ${reasons}`,
  };
}

/**
 * Completions a second in the broken step: what an endpoint can do that is asked for more. One that
 * answers nearly all, only too late or in part wrongly, has not shown that; then the last rate
 * that it carried counts.
 */
function throughputOf(broken: readonly StepReading[]): number {
  const rates = broken
    .filter(({ completed, rate }) => completed < (1 - MAY_BE_LATE) * rate)
    .map(({ completed }) => completed);
  return rates.length === 0 ? 0 : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

function perSecond(rate: number): string {
  return formatMeasure(rate, "per-second");
}
