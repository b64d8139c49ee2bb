import { costAt } from "../../../stats/fitting/cost-law";
import type { Series } from "../../../verdict/result";
import type { Growth } from "./growth";
import { fitGrowth } from "./judge-exponent";
import type { SizeTimes } from "./measure-sizes";

/** Time against size, as measured and as the law has it. */
export function volumeSeries(measured: readonly SizeTimes[], { what }: Growth): Series[] {
  const growth = fitGrowth(measured);
  if (growth === null) return [];
  const { costs, law } = growth;
  return [
    {
      id: "load/volume/time",
      title: "Time against size",
      x: { title: what, unit: "count" },
      y: { title: "response time", unit: "ms" },
      scale: { x: "log", y: "log" },
      lines: [
        {
          name: "measured",
          points: costs.map(({ size, time }): [number, number] => [size, time]),
          style: "points",
        },
        {
          name: "fitted",
          points: costs.map(({ size }): [number, number] => [size, costAt(law, size)]),
        },
      ],
    },
  ];
}
