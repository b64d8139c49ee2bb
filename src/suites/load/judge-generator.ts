import type { Slo } from "../../config/types";
import { OUTCOME } from "../../load/outcomes";
import { formatMeasure } from "../../report/format-measure";
import { quantile } from "../../stats/percentile";
import { check } from "../../verdict/check";
import type { Check } from "../../verdict/result";
import { identify, PERCENTILES, type PerformanceStage } from "./performance-stage";

const LEAST_ACHIEVED = 0.99;
const MOST_UTILISATION = 0.7;
/** A thread that is busy half of the time may itself be why requests piled up to the cap. */
const MOST_UTILISATION_WITH_DROPS = 0.5;
const MOST_LATENESS_MS = 50;
const MOST_LATENESS_OF_LIMIT = 0.05;

/**
 * Whether the load was the one that was planned and its times the endpoint's own. An error here means
 * that nothing about the endpoint can be told from this run.
 *
 * Being a few milliseconds late is no such error, though a shared machine is late by ten at times:
 * lateness is inside every time measured, so it cannot make a limit look met, and a limit that looks
 * missed is judged once more without it (`judge-latency.ts`). Requests that leave later than the
 * limits here do make another load than the one planned.
 */
export function judgeGenerator(stage: PerformanceStage): Check {
  const { run, config, connections } = stage;
  const lateness = handlingDelays(stage);
  const late = lateness.length === 0 ? 0 : quantile(lateness, 0.99);
  const mostLate = mostLateness(config.slo);
  const dropped = count(stage, OUTCOME.dropped);
  const exhausted = count(stage, OUTCOME.exhausted);
  const achieved = shareInTime(stage, mostLate);
  const { utilisation, delayP99Ms } = run.health;
  const busy = `its thread was busy ${percent(utilisation)} of the time`;

  const problems = [
    exhausted > 0 && `this machine had nothing left to open ${exhausted} connections with`,
    achieved < LEAST_ACHIEVED && `it sent only ${percent(achieved)} of the requests in their time`,
    utilisation > MOST_UTILISATION && `${busy} (at most ${percent(MOST_UTILISATION)})`,
    dropped > 0 &&
      utilisation > MOST_UTILISATION_WITH_DROPS &&
      `it dropped ${dropped} requests while ${busy}`,
    late > mostLate && `requests left up to ${ms(late)} late (p99, at most ${ms(mostLate)})`,
    delayP99Ms > mostLate && `its thread stalled for ${ms(delayP99Ms)} (p99)`,
  ].filter((problem) => problem !== false);

  return check({
    ...identify("generator"),
    verdict: problems.length === 0 ? "pass" : "error",
    observed: late,
    limit: mostLate,
    direction: "at-most",
    unit: "ms",
    n: lateness.length,
    message:
      problems.length > 0
        ? `the generator was the limit: ${problems.join("; ")}`
        : `requests left at most ${ms(late)} late (p99), ${busy}, ${connections} connections were opened`,
    hint:
      problems.length > 0
        ? "Lower load.performance.rate, or run it on a larger or a quieter machine."
        : null,
  });
}

/** How late each request was sent or dropped, ascending; those never come to are left out. */
function handlingDelays({ run: { recording } }: PerformanceStage): Float64Array {
  const { intended, dispatched, ended, outcome } = recording;
  return intended
    .map((at, i) => {
      const handled = outcome[i] === OUTCOME.dropped ? ended[i] : dispatched[i];
      return (handled as number) - at;
    })
    .filter((delay) => !Number.isNaN(delay))
    .sort();
}

/** Of the requests of the schedule, those handled before its end. A run that was stopped has no such end. */
function shareInTime({ run, config }: PerformanceStage, graceMs: number): number {
  const { intended, dispatched, ended, outcome } = run.recording;
  if (run.stopped !== null || intended.length === 0) return 1;
  const end = config.forMs + graceMs;
  let inTime = 0;
  for (let i = 0; i < intended.length; i++) {
    const handled = outcome[i] === OUTCOME.dropped ? ended[i] : dispatched[i];
    if ((handled as number) <= end) inTime++;
  }
  return inTime / intended.length;
}

function mostLateness(slo: Slo): number {
  const limits = PERCENTILES.map(({ name }) => slo[name]).filter((limit) => limit !== null);
  const tightest = limits.length === 0 ? 0 : Math.min(...limits);
  return Math.max(MOST_LATENESS_MS, MOST_LATENESS_OF_LIMIT * tightest);
}

function count({ run }: PerformanceStage, wanted: number): number {
  return run.recording.outcome.reduce((sum, outcome) => sum + (outcome === wanted ? 1 : 0), 0);
}

function percent(share: number): string {
  return formatMeasure(share, "share");
}

function ms(value: number): string {
  return formatMeasure(value, "ms");
}
