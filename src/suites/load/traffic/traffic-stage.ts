import type { TrafficStage } from "../stage";

/** A stage of traffic on one machine: observed, and judged at once. */
export function createTrafficStage<Config>(
  parts: Omit<TrafficStage<Config>, "run">,
): TrafficStage<Config> {
  return {
    ...parts,
    async run(context, config, sessions) {
      const observed = await parts.observe(context, config, sessions);
      if ("checks" in observed) return observed;
      const { record, sent } = observed;
      if (record.run.stopped === "interrupted") {
        const message = `not judged: ${context.whyStopped()}`;
        return { checks: parts.allErrors(config, message), series: [], sent };
      }
      return { ...parts.judge(config, record), sent };
    },
  };
}
