import type { GateResult, Series, SuiteResult } from "../../verdict/result";
import { SUITE_TITLES } from "../outcome-words";

/** Charts over the same x axis: one cursor goes through all, and a zoom is one for all. */
export type Panel = Series[];

/** The charts of one stage of a suite. */
export interface ChartGroup {
  title: string;
  panels: Panel[];
}

/** Every chart with a point to draw, by stage and there by x axis, each in the order of the result. */
export function groupSeries(result: Pick<GateResult, "suites">): ChartGroup[] {
  const drawn = result.suites.flatMap((suite) =>
    suite.series.filter(hasPoints).map((series) => ({ title: stageTitle(suite, series), series })),
  );
  return [...gather(drawn, ({ title }) => title)].map(([title, members]) => ({
    title,
    panels: [
      ...gather(
        members.map(({ series }) => series),
        xAxisKey,
      ).values(),
    ],
  }));
}

function gather<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function hasPoints({ lines }: Series): boolean {
  return lines.some(({ points }) => points.length > 0);
}

/** "Load: performance"; a chart of the suite as a whole has its name alone. */
function stageTitle({ name }: SuiteResult, { id }: Series): string {
  const [suite, stage, ...rest] = id.split("/");
  const staged = suite === name && stage !== undefined && rest.length > 0;
  return staged ? `${SUITE_TITLES[name]}: ${stage}` : SUITE_TITLES[name];
}

function xAxisKey({ x, scale }: Series): string {
  return JSON.stringify([x.title, x.unit, scale?.x ?? "linear"]);
}
