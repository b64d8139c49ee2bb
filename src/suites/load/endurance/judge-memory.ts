import { formatMeasure } from "../../../report/format-measure";
import { theilSen } from "../../../stats/trend/theil-sen";
import { check, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { type EnduranceStage, identify } from "./endurance-checks";

/** One-sided 95 % bounds. */
const CONFIDENCE = 0.9;
const FEWEST_SAMPLES = 15;

/**
 * Whether the server's memory would run out: its growth over the second half of the stage, when
 * caches are warm (Theil–Sen), against what is left to the limit within the time asked for. It fails
 * where even the slowest growth in its interval would use that up, and passes where even the fastest
 * would not.
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
  const half = server.samples.flatMap(({ atMs, memory }) =>
    atMs >= config.forMs / 2 && atMs <= config.forMs && typeof memory === "number"
      ? [{ atMs, memory }]
      : [],
  );
  if (half.length < FEWEST_SAMPLES) return tooFewSamples(server.problem, half.length);
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
  const hours = withinMs / 3_600_000;
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
    message: `${bytes(used)} in use, growing by ${perHour(slope)} an hour (${perHour(slowest)} to ${perHour(fastest)}, 90 % interval); in ${hours} h that ${verdict === "pass" ? "leaves it under" : verdict === "fail" ? "takes it over" : "may take it over"} ${bytes(limit)}${config.memory.limit === null ? ", twice of what it was" : ""}`,
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

function bytes(value: number): string {
  return formatMeasure(value, "bytes");
}
