import { steady } from "../../../load/arrivals/rate-profile";
import type { StepReading } from "./carried";
import { type Overload, overloadThenBase } from "./overload";
import { stepLength } from "./plan-stress";
import type { StressBench } from "./stress-bench";

/** One rate and all that was seen at it. */
export interface Rung {
  rate: number;
  /** In the order in which they were made; at least one. */
  readings: StepReading[];
  /** `unsound`: this machine was the limit, again and again. */
  state: StepReading["state"];
}

export interface Climb {
  /** Ascending; only the last one may be another than carried. */
  rungs: Rung[];
  /** The last run at the rate that broke, and what came after it; null where nothing broke. */
  overload: Overload | null;
}

/** A break counts where it is seen twice; a rate at which this machine stalls is tried again. */
const CONFIRMED = 2;
const MOST_TRIES = 3;

/**
 * Raises the rate step by step until the endpoint breaks, this machine is the limit, or the steps
 * end. A break is confirmed by one repeat; what follows that second overload is seen in the same
 * run, at the base rate.
 *
 * @param base what the first rate showed
 */
export async function climb(bench: StressBench, base: StepReading): Promise<Climb> {
  const rungs: Rung[] = [];
  for (const rate of bench.config.rates.slice(1)) {
    const { rung, overload } = await climbTo(bench, rate, base);
    if (bench.context.signal.aborted) break;
    rungs.push(rung);
    if (rung.state !== "carried") return { rungs, overload };
  }
  return { rungs, overload: null };
}

/** @param base what the first rate showed; null while that is what is being found out */
export async function climbTo(
  bench: StressBench,
  rate: number,
  base: StepReading | null,
): Promise<{ rung: Rung; overload: Overload | null }> {
  const readings: StepReading[] = [];
  const count = (state: StepReading["state"]) =>
    readings.filter((reading) => reading.state === state).length;
  // Where the gate is decided, one that broke once has to be carried as often as it would have to break.
  const needed = () => (rate === bench.config.minCapacity && count("broken") > 0 ? CONFIRMED : 1);
  let overload: Overload | null = null;
  while (readings.length < MOST_TRIES && !bench.context.signal.aborted) {
    if (base !== null && count("broken") > 0) {
      overload = await overloadThenBase(bench, base, rate, { endIfCarried: true });
      readings.push(overload.reading);
    } else {
      readings.push(await runStep(bench, rate));
    }
    if (count("broken") === CONFIRMED)
      return { rung: { rate, readings, state: "broken" }, overload };
    if (count("carried") >= needed()) break;
  }
  const state = count("carried") >= needed() ? "carried" : "unsound";
  return { rung: { rate, readings, state }, overload: null };
}

async function runStep(bench: StressBench, rate: number): Promise<StepReading> {
  const forMs = stepLength(bench.config, rate);
  return bench.read({ rate, forMs, run: await bench.load.run(steady(rate, forMs)) });
}
