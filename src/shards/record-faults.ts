import { OUTCOME } from "../load/outcomes";

const OUTCOMES = new Set<number>(Object.values(OUTCOME));
const TIMES = ["intended", "dispatched", "written", "firstByte", "ended"] as const;

/** A stage lasts an hour at most; what lies further off is no time of its requests. */
const LATEST_MS = 2 * 3_600_000;
const MOST_SECONDS = LATEST_MS / 1000;

type Fields = Record<string, unknown>;

/** What each part of a stage's record has to be. */
const PARTS: Readonly<Record<string, (record: Fields) => boolean>> = {
  end: ({ run }) => isMap(run) && (run.stopped === null || run.stopped === "unanswered"),
  specimens: ({ run }) =>
    isMap(run) &&
    Array.isArray(run.specimens) &&
    run.specimens.every((one) => isMap(one) && typeof one.reason === "string"),
  health: ({ run }) => isMap(run) && isHealth(run.health),
  evidence: ({ evidence }) => Array.isArray(evidence),
  contradiction: ({ contradiction }) => contradiction === null || typeof contradiction === "string",
  start: ({ startedAtMs, neverBegan }) =>
    Number.isFinite(startedAtMs) && typeof neverBegan === "boolean",
  counts: ({ inputs, connections }) => isCount(inputs) && isCount(connections),
  server: ({ server }) => server === null || isServerView(server),
};

/** Words that follow the name of the record: "has no health"; null where nothing is wrong with it. */
export function findRecordFault(record: Fields): string | null {
  const missing = Object.keys(PARTS).find((part) => !PARTS[part]?.(record));
  if (missing !== undefined) return `has no ${missing} that could be one`;
  const { recording } = record.run as Fields;
  return isMap(recording) ? findRecordingFault(recording) : "has no requests";
}

function findRecordingFault(recording: Fields): string | null {
  const { outcome, input, streams } = recording;
  if (!(outcome instanceof Uint8Array) || !(input instanceof Uint32Array)) return "has no outcomes";
  if (!outcome.every((one) => OUTCOMES.has(one))) return "has outcomes that are not known";
  if (input.length !== outcome.length) return "has not as many inputs as requests";
  for (const name of TIMES) {
    const times = recording[name];
    if (!(times instanceof Float64Array) || times.length !== outcome.length) {
      return `has not as many times "${name}" as requests`;
    }
    // NaN is what did not happen.
    if (times.some((at) => at < 0 || at > LATEST_MS)) return `has times "${name}" of no such stage`;
  }
  const intended = recording.intended as Float64Array;
  if (!intended.every((at, i) => at >= (intended[i - 1] ?? 0))) return "is not in order of time";
  const ended = recording.ended as Float64Array;
  const isTimed = (one: number, i: number) =>
    one !== OUTCOME.right || (ended[i] as number) >= (intended[i] as number);
  if (!outcome.every(isTimed)) return "has right answers that came before they were asked for";
  return streams === null || isStreams(streams, outcome.length)
    ? null
    : "has not as many streams as requests";
}

function isStreams(streams: unknown, length: number): boolean {
  if (!isMap(streams) || !(streams.itl instanceof Map)) return false;
  const times = [streams.ttft, streams.tpot, streams.tokens, ...streams.itl.values()];
  return (
    times.every((one) => one instanceof Float64Array && one.length === length) &&
    streams.estimated instanceof Uint8Array &&
    streams.estimated.length === length
  );
}

function isHealth(health: unknown): boolean {
  if (!isMap(health)) return false;
  const { utilisation, delayP99Ms, stallMs } = health;
  return (
    Number.isFinite(utilisation) &&
    Number.isFinite(delayP99Ms) &&
    stallMs instanceof Float64Array &&
    stallMs.length <= MOST_SECONDS &&
    stallMs.every(Number.isFinite)
  );
}

function isServerView(server: unknown): boolean {
  if (!isMap(server) || !Array.isArray(server.samples)) return false;
  const { problem, samples } = server;
  return (
    (problem === null || typeof problem === "string") &&
    samples.every((sample) => isMap(sample) && Number.isFinite(sample.atMs))
  );
}

export function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
