import type { ServerMeasure } from "../../../config/types";
import type { ServerView } from "../../../monitor/server-monitor";
import type { Series, Unit } from "../../../verdict/result";

const CHARTS: readonly { measure: ServerMeasure; title: string; y: string; unit: Unit }[] = [
  { measure: "memory", title: "Memory of the server", y: "memory", unit: "bytes" },
  { measure: "cpu", title: "CPU of the server", y: "cores in use", unit: "count" },
  { measure: "replicas", title: "Replicas of the server", y: "replicas", unit: "count" },
  { measure: "queue", title: "Queue of the server", y: "requests that wait", unit: "count" },
];

/** What the server told of itself, beside the client's own series. */
export function serverSeries(stage: string, view: ServerView | null): Series[] {
  return CHARTS.flatMap(({ measure, title, y, unit }) => {
    const points = (view?.samples ?? []).flatMap((sample): [number, number][] => {
      const value = sample[measure];
      return typeof value === "number" ? [[sample.atMs / 1000, value]] : [];
    });
    if (points.length === 0) return [];
    return [
      {
        id: `load/${stage}/server-${measure}`,
        title,
        x: { title: "time", unit: "s" },
        y: { title: y, unit },
        lines: [{ name: y, points }],
      },
    ];
  });
}
