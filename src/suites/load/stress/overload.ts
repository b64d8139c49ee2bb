import { constantArrivals } from "../../../load/arrivals/constant-arrivals";
import { steady } from "../../../load/arrivals/rate-profile";
import type { LoadRun } from "../../../load/generator";
import { OUTCOME } from "../../../load/outcomes";
import type { Recording } from "../../../load/recording";
import { measuredTimes } from "../response-times";
import { sliceRun } from "../slice-run";
import type { SeenRun } from "../traffic/traffic-record";
import { readStep, type StepReading } from "./carried";
import { recoveryLength, stepLength } from "./plan-stress";
import { backToNormal } from "./recovery";
import type { StressBench } from "./stress-bench";

/** A rate, and at its end the base rate again, in one run. */
export interface Overload {
  rate: number;
  /** Of the overload itself. */
  reading: StepReading;
  /** When it ended, milliseconds from the start of the run. */
  overMs: number;
  run: LoadRun;
  /** The requests at the base rate, with times from the start of the run. */
  after: SeenRun;
}

/**
 * Repeats a rate and goes over to the base rate without a pause, until the endpoint is back to normal
 * or its time for that is over: recovery counts from the end of the overload, and what is still queued
 * then is part of it.
 *
 * @param endIfCarried ends the run where the rate turns out to be carried this time
 */
export async function overloadThenBase(
  bench: StressBench,
  base: StepReading,
  rate: number,
  { endIfCarried }: { endIfCarried: boolean },
): Promise<Overload> {
  const { config, load } = bench;
  const forMs = stepLength(config, rate);
  const first = constantArrivals(steady(rate, forMs));
  const then = constantArrivals(steady(base.rate, recoveryLength(config)));
  const issued = first.length;
  const arrivals = new Float64Array(issued + then.length);
  arrivals.set(first);
  arrivals.set(
    then.map((at) => forMs + at),
    issued,
  );
  const run = await load.runArrivals(arrivals, (recording) => {
    if (recording.outcome.subarray(0, issued).includes(OUTCOME.open)) return false;
    if (endIfCarried && seemsCarried(bench, { rate, forMs, recording, issued })) return true;
    const { intended } = recording;
    const times = measuredTimes(recording);
    return intended.length > issued && backToNormal(recording, times, base, forMs) !== null;
  });
  return {
    rate,
    reading: bench.read({ rate, forMs, run: sliceRun(run, 0, issued) }),
    overMs: forMs,
    run,
    after: sliceRun(run, issued, arrivals.length),
  };
}

/** While the run goes on, nothing is known yet of how well this machine kept up. */
const UNKNOWN_HEALTH = { utilisation: 0, delayP99Ms: 0, stallMs: new Float64Array() };

function seemsCarried(
  { config, unloadedMs }: StressBench,
  step: { rate: number; forMs: number; recording: Recording; issued: number },
): boolean {
  const { recording, issued, ...shared } = step;
  const run = { recording, health: UNKNOWN_HEALTH, stopped: null, specimens: [] };
  const sliced = sliceRun(run, 0, issued);
  return readStep({ ...shared, run: sliced, slo: config.slo, unloadedMs }).state === "carried";
}
