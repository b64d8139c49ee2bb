/**
 * Metrics in Prometheus's text format, version 0.0.4, as OpenMetrics writes it too:
 * `name{label="value"} 12.5 1395066363000`, one sample a line, comments behind `#`.
 *
 * @see https://github.com/prometheus/docs/blob/main/docs/instrumenting/exposition_formats.md
 */

interface Sample {
  name: string;
  labels: ReadonlyMap<string, string>;
  value: number;
}

/**
 * The sum of all samples of a metric that have the labels asked for: `queue_size` or
 * `queue_size{model="a"}`. Null where there is none, or their sum is no number.
 */
export function sumMetric(text: string, selector: string): number | null {
  const wanted = parseSeries(selector.trim());
  if (wanted === null) return null;
  let sum: number | null = null;
  for (const line of text.split("\n")) {
    if (!line.startsWith(wanted.name)) continue;
    const sample = parseSample(line.trim());
    if (sample === null || sample.name !== wanted.name) continue;
    const fits = [...wanted.labels].every(([name, value]) => sample.labels.get(name) === value);
    if (fits) sum = (sum ?? 0) + sample.value;
  }
  return sum !== null && Number.isFinite(sum) ? sum : null;
}

function parseSample(line: string): Sample | null {
  const series = parseSeries(line);
  if (series === null) return null;
  const [value] = series.rest.trim().split(/\s+/);
  return value === undefined || value === "" ? null : { ...series, value: Number(value) };
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/;

function parseSeries(
  text: string,
): { name: string; labels: ReadonlyMap<string, string>; rest: string } | null {
  const [name] = NAME.exec(text) ?? [];
  if (name === undefined) return null;
  let rest = text.slice(name.length);
  const labels = new Map<string, string>();
  if (!rest.startsWith("{")) return { name, labels, rest };
  rest = rest.slice(1);
  for (let label = LABEL.exec(rest); label; label = LABEL.exec(rest)) {
    labels.set(label[1] as string, unescapeValue(label[2] as string));
    rest = rest.slice(label[0].length);
  }
  rest = rest.trimStart();
  return rest.startsWith("}") ? { name, labels, rest: rest.slice(1) } : null;
}

function unescapeValue(value: string): string {
  return value.replace(/\\(.)/g, (_, escaped) => (escaped === "n" ? "\n" : escaped));
}
