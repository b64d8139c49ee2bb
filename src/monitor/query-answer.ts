import { parseText } from "../protocols/json-body";

/**
 * What a query of Prometheus gave: times (seconds since 1970) with values, all of them numbers. `isEmpty`
 * tells a query that has no data from one that could not be answered.
 */
export type QueryAnswer =
  | { ok: true; samples: [atS: number, value: number][] }
  | { ok: false; isEmpty: boolean; message: string };

/**
 * The body of an answer of Prometheus's query API: one series, or a scalar. Values that are no finite
 * number are no data, as is a query that no series fits. With a warning beside it the result may be a
 * part of what there is (a store that did not answer, samples left out), and is not taken.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export function readQueryAnswer(text: string): QueryAnswer {
  const body = asObject(parseText(text));
  if (body === null) return failed("it answered with something else than a query's result");
  if (body.status !== "success") {
    return failed(
      `it refused the query: ${String(body.error ?? body.status ?? "no reason given")}`,
    );
  }
  const [warning] = asList(body.warnings);
  if (warning !== undefined) {
    return failed(`its answer may not be whole, by its own warning: ${String(warning)}`);
  }
  const data = asObject(body.data);
  const series = data === null ? null : readSeries(data.resultType, data.result);
  if (series === null) return failed("its answer holds no result of a known type");
  if (series.length > 1) {
    return failed(`the query gives ${series.length} series, expected one: put sum(…) round it`);
  }
  const samples = (series[0] ?? []).filter(([, value]) => Number.isFinite(value));
  return samples.length > 0
    ? { ok: true, samples }
    : {
        ok: false,
        isEmpty: true,
        message: series.length === 0 ? "no data: no series fits the query" : "no data: NaN",
      };
}

/** By the type of a result: all of its series. */
const SERIES: Readonly<Record<string, (result: unknown) => unknown[]>> = {
  scalar: (result) => [[result]],
  vector: (result) => asList(result).map((series) => [asObject(series)?.value]),
  matrix: (result) => asList(result).map((series) => asList(asObject(series)?.values)),
};

function readSeries(type: unknown, result: unknown): [number, number][][] | null {
  const read = typeof type === "string" && Object.hasOwn(SERIES, type) ? SERIES[type] : undefined;
  return read ? read(result).map((samples) => asList(samples).map(readSample)) : null;
}

function readSample(sample: unknown): [number, number] {
  const [time, value] = asList(sample);
  return [Number(time ?? Number.NaN), typeof value === "string" ? Number(value) : Number.NaN];
}

function failed(message: string): QueryAnswer {
  return { ok: false, isEmpty: false, message };
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
