import type { OpenSchedule } from "../load/schedule";
import type { Shard } from "./shard";

/**
 * One shard's part of a schedule that all shards draw alike from the run's seed: together they send
 * that very schedule. Each request goes to a shard drawn at random, so that a Poisson process stays
 * one on each machine (thinning; Kingman, Poisson Processes, 1993, §5.1); a steady one is dealt in
 * turn, so that it stays steady.
 *
 * @param random the same numbers on every shard
 */
export function dealSchedule(
  schedule: OpenSchedule,
  { index, total }: Shard,
  deal: { steady: boolean; random: () => number },
): OpenSchedule {
  const { arrivals, inputs, maxInFlight } = schedule;
  const owners = arrivals.map((_, i) =>
    deal.steady ? i % total : Math.floor(deal.random() * total),
  );
  const own = (_: number, i: number) => owners[i] === index - 1;
  return {
    model: "open",
    arrivals: arrivals.filter(own),
    inputs: inputs.filter(own),
    maxInFlight: Math.max(1, Math.ceil(maxInFlight / total)),
  };
}
