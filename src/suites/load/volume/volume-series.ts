import type { VolumeConfig } from "../../../config/types";
import { costAt } from "../../../stats/fitting/cost-law";
import type { Series } from "../../../verdict/result";
import { curvePoints } from "../curve-points";
import type { Growth } from "./growth";
import { digits, fitGrowth } from "./judge-exponent";
import type { SizeTimes } from "./measure-sizes";

/** Time against size: as measured, as the law has it, and as it would be with the largest exponent. */
export function volumeSeries(
  measured: readonly SizeTimes[],
  { maxExponent }: Pick<VolumeConfig, "maxExponent">,
  { what }: Pick<Growth, "what">,
): Series[] {
  const growth = fitGrowth(measured);
  if (growth === null) return [];
  const { costs, law, grows } = growth;
  const curve = (exponent: number) =>
    curvePoints(
      costs.map(({ size }) => size),
      (size) => costAt({ ...law, exponent }, size),
    );
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
          name: grows ? `fitted, exponent ${digits(law.exponent)}` : "fitted",
          points: curve(law.exponent),
        },
        ...(grows
          ? [
              {
                name: `limit, exponent ${digits(maxExponent)}`,
                points: curve(maxExponent),
                style: "limit" as const,
              },
            ]
          : []),
      ],
    },
  ];
}
