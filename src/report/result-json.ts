import type { GateResult, Series } from "../verdict/result";

/**
 * `result.json`: the model as it is, two blanks of indent, one line break at the end. JSON knows no NaN
 * and no infinity: as a value of a check they become null, a point of a series is left out.
 */
export function renderResultJson(result: GateResult): string {
  const suites = result.suites.map((suite) => ({
    ...suite,
    series: suite.series.map(withoutGaps),
  }));
  return `${JSON.stringify({ ...result, suites }, finiteOrNull, 2)}\n`;
}

function withoutGaps(series: Series): Series {
  const lines = series.lines.map((line) => ({
    ...line,
    points: line.points.filter((point) => point.every(Number.isFinite)),
  }));
  return { ...series, lines };
}

function finiteOrNull(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
}
