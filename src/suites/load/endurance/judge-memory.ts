import { formatMeasure } from "../../../report/format-measure";
import { theilSen } from "../../../stats/trend/theil-sen";
import { check, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { type EnduranceStage, identify } from "./endurance-checks";

/** One-sided 95 % bounds. */
const CONFIDENCE = 0.9;
const FEWEST_SAMPLES = 15;
/** A server that tells nothing for longer may have grown, or been started again, meanwhile. */
const MOST_SILENT_MS = 10_000;
/** No allocator gives so much back from one second to the next: the server was started again. */
const RESTART = 0.5;

interface Told {
  atMs: number;
  memory: number;
}

/**
 * Whether the server's memory would run out: its growth over the second half of the stage, when
 * caches are warm (Theil–Sen), against what is left to the limit within the time asked for. It fails
 * where even the slowest growth in its interval would use that up, and passes where even the fastest
 * would not. A limit that was passed at any time has been passed; a server that was started again, or
 * that stopped to tell, has shown no growth to go by.
 */
export function judgeMemory({ config, server }: EnduranceStage): Check {
  const { id, title } = identify("memory");
  if (server === null) {
    return skipped(
      id,
      title,
      "the config does not say where the server tells of its memory: load.monitor",
    );
  }
  const told = server.samples.flatMap(({ atMs, memory }): Told[] =>
    atMs <= config.forMs && typeof memory === "number" ? [{ atMs, memory }] : [],
  );
  const over = told.find(
    ({ memory }) => memory > (config.memory.limit ?? Number.POSITIVE_INFINITY),
  );
  if (over) return tooMuch(over, config.memory.limit as number, told.length);
  const halfMs = config.forMs / 2;
  const half = told.filter(({ atMs }) => atMs >= halfMs);
  if (half.length < FEWEST_SAMPLES) return tooFewSamples(server.problem, half.length);
  const silentMs = longestSilence(half, halfMs, config.forMs);
  if (silentMs > MOST_SILENT_MS) return tooSilent(server.problem, silentMs, half.length);
  const restart = half.findIndex(({ memory }, i) => memory < RESTART * (half[i - 1]?.memory ?? 0));
  if (restart > 0) return startedAgain(half, restart);
  const times = Float64Array.from(half, ({ atMs }) => atMs);
  const memory = Float64Array.from(half, (sample) => sample.memory);
  const {
    slope,
    interval: [slowest, fastest],
  } = theilSen(times, memory, { confidence: CONFIDENCE });
  if (slowest === null || fastest === null)
    throw new RangeError("so many samples bound their trend");
  const used = memory.at(-1) as number;
  const { withinMs } = config.memory;
  const limit = config.memory.limit ?? 2 * (memory[0] as number);
  const left = limit - used;
  const grown = (perMs: number) => perMs * withinMs;
  const verdict =
    grown(slowest) > left || left <= 0 ? "fail" : grown(fastest) <= left ? "pass" : "inconclusive";
  const hours = Number((withinMs / 3_600_000).toPrecision(3));
  const perHour = (perMs: number) => bytes(perMs * 3_600_000);
  return check({
    id,
    title,
    verdict,
    observed: used + grown(slope),
    limit,
    direction: "at-most",
    interval: [used + grown(slowest), used + grown(fastest)],
    unit: "bytes",
    n: half.length,
    message: `${bytes(used)} in use, growing by ${perHour(slope)} an hour (${perHour(slowest)} to ${perHour(fastest)}, 90 % interval); in ${hours} h that ${verdict === "pass" ? "leaves it under" : verdict === "fail" ? "takes it over" : "may take it over"} ${bytes(limit)}${config.memory.limit === null ? ", twice what it was" : ""}`,
    hint:
      verdict === "inconclusive"
        ? "Let it run for longer: load.endurance.for. A short run says little of many hours."
        : null,
  });
}

function tooFewSamples(problem: string | null, found: number): Check {
  return check({
    ...identify("memory"),
    verdict: "error",
    n: found,
    message: `the server told of its memory ${found} times in the second half of the stage, and ${FEWEST_SAMPLES} are needed${problem ? `: ${problem}` : ""}`,
    hint: "See what load.monitor names, and that load.endurance.for is at least 30s.",
  });
}

function tooSilent(problem: string | null, silentMs: number, found: number): Check {
  return check({
    ...identify("memory"),
    verdict: "error",
    n: found,
    message: `the server told nothing of its memory for ${seconds(silentMs)} in the second half of the stage, so that nobody knows what it did${problem ? `: ${problem}` : ""}`,
    hint: "See what load.monitor names, and whether the server was gone.",
  });
}

function startedAgain(half: readonly Told[], at: number): Check {
  const [before, after] = [half[at - 1] as Told, half[at] as Told];
  return check({
    ...identify("memory"),
    verdict: "inconclusive",
    n: half.length,
    message: `the memory fell from ${bytes(before.memory)} to ${bytes(after.memory)} ${seconds(after.atMs)} into the stage, as when a server is started again, so that its growth could not be measured`,
    hint: "Look in the server's log for a restart, perhaps for lack of memory.",
  });
}

function tooMuch({ atMs, memory }: Told, limit: number, found: number): Check {
  return check({
    ...identify("memory"),
    verdict: "fail",
    observed: memory,
    limit,
    direction: "at-most",
    unit: "bytes",
    n: found,
    message: `${bytes(memory)} were in use ${seconds(atMs)} into the stage, over ${bytes(limit)}`,
  });
}

/** Between the samples, and before the first and after the last of them. */
function longestSilence(samples: readonly Told[], fromMs: number, toMs: number): number {
  const times = [fromMs, ...samples.map(({ atMs }) => atMs), toMs];
  return Math.max(...times.slice(1).map((at, i) => at - (times[i] as number)));
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

function bytes(value: number): string {
  return formatMeasure(value, "bytes");
}
