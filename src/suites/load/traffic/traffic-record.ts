import type { LoadRun } from "../../../load/generator";
import type { Specimen } from "../../../load/loop/outcome-ledger";
import type { ServerView } from "../../../monitor/server-monitor";
import type { Evidence } from "../../../verdict/result";

/** A run without the exchanges of its specimens: they have become evidence. */
export type SeenRun = Omit<LoadRun, "specimens"> & {
  specimens: Pick<Specimen, "outcome" | "reason">[];
  /** The runs of several machines that it was merged from, in the order of the shards. */
  machines?: readonly SeenRun[];
};

/**
 * What was seen of the candidate under one stage's traffic: all that checks and charts are made from.
 * Plain data, so that machines can hand it to the one that judges.
 */
export interface TrafficRecord {
  run: SeenRun;
  /** Why the run was ended early by what it showed; null where it was not. */
  decided: EarlyDecision | null;
  /** How the endpoint contradicted itself unloaded; null where its answers can be compared. */
  contradiction: string | null;
  /** Distinct inputs that were sent. */
  inputs: number;
  /** Connections opened, those of the warm-up included. */
  connections: number;
  /** Proof of what went wrong: for each specimen of the run, in its order. */
  evidence: Evidence[];
  /** What the server told of itself, by the time of the stage; null where it is not asked. */
  server: ServerView | null;
  /** Wall-clock time of its start, milliseconds since 1970: machines that share a load are set side by side by it. */
  startedAtMs: number;
  /** The warm-up was ended early, and its record is all there is. */
  neverBegan: boolean;
}

/** A limit that was missed for certain before the stage was over. */
export interface EarlyDecision {
  check: string;
  message: string;
}
