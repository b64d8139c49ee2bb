import type { Environment } from "../config/interpolate";
import { InfergateError } from "../errors";

/** One of several machines that send one run's load together. */
export interface Shard {
  /** From 1. */
  index: number;
  total: number;
}

/** As many machines as a matrix of GitHub Actions has jobs. */
export const MOST_SHARDS = 256;

const HINT = "For example --shard 2/4, or --shard auto/4 in a Kubernetes Indexed Job.";

/**
 * "2/4" is the second of four; "auto/4" takes the index from `JOB_COMPLETION_INDEX`, which a
 * Kubernetes Indexed Job counts from 0. Throws `usage/shard`.
 *
 * @param where the option or input that it stands in, for the message
 */
export function parseShard(text: string, where: string, env: Environment): Shard {
  const [, named, count] = /^(\d+|auto)\/(\d+)$/.exec(text) ?? [];
  const total = Number(count);
  const index = named === "auto" ? completionIndex(env) + 1 : Number(named);
  if (index >= 1 && index <= total && total <= MOST_SHARDS) return { index, total };
  const expected =
    named === "auto" && Number.isNaN(index)
      ? "JOB_COMPLETION_INDEX is not set"
      : `expected i/n with 1 ≤ i ≤ n ≤ ${MOST_SHARDS}`;
  throw new InfergateError("usage/shard", `${where} ${text}: ${expected}`, HINT);
}

function completionIndex({ JOB_COMPLETION_INDEX: index = "" }: Environment): number {
  return /^\d+$/.test(index) ? Number(index) : Number.NaN;
}

export function nameShard({ index, total }: Shard): string {
  return `shard ${index} of ${total}`;
}
