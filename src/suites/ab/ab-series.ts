import type { Series } from "../../verdict/result";
import { limitLine } from "../limit-line";
import type { Decision } from "./experiment";

/** What was known of each question at each look: how the bounds of the harm closed in. */
export class HarmSeries {
  private readonly looks: { requests: number; decisions: readonly Decision[] }[] = [];

  note(requests: number, decisions: readonly Decision[]): void {
    this.looks.push({ requests, decisions });
  }

  toSeries(): Series[] {
    const [first] = this.looks;
    return (first?.decisions ?? []).flatMap(({ question }, place): Series[] => {
      const known = this.looks.flatMap(({ requests, decisions }) => {
        const comparison = decisions[place]?.comparison;
        const [low, high] = comparison?.interval ?? [null, null];
        return comparison && low !== null && high !== null
          ? [{ requests, harm: comparison.harm, low, high }]
          : [];
      });
      if (known.length < 2) return [];
      const harm = known.map(({ requests, harm }): [number, number] => [requests, harm]);
      const { goal } = question.metric;
      const limit = goal.kind === "non-inferiority" ? goal.margin : 0;
      return [
        {
          id: `ab/${question.measure.name}/harm`,
          title: `Harm in ${question.measure.title}`,
          x: { title: "requests", unit: "count" },
          y: { title: "harm", unit: "share" },
          lines: [
            { name: "upper bound", points: known.map(({ requests, high }) => [requests, high]) },
            { name: "harm", points: harm },
            { name: "lower bound", points: known.map(({ requests, low }) => [requests, low]) },
            limitLine("limit", harm, limit),
          ],
        },
      ];
    });
  }
}
