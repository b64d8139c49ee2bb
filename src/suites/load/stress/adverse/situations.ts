import type { AdverseSituation } from "../../../../config/types";
import { constantArrivals } from "../../../../load/arrivals/constant-arrivals";
import { steady } from "../../../../load/arrivals/rate-profile";
import type { LoadRun } from "../../../../load/generator";
import { startChurn } from "../../../../load/neighbours/churn";
import type { Neighbour, NeighbourReport } from "../../../../load/neighbours/neighbour";
import { startOversized } from "../../../../load/neighbours/oversized";
import { startSlowClients } from "../../../../load/neighbours/slow-clients";
import { formatMeasure } from "../../../../report/format-measure";
import type { StressBench } from "../stress-bench";
import { mergeArrivals, ordinaryOf } from "./bursts";

/** The ordinary requests at the base rate, and what went on beside them. */
export interface AdverseRun {
  run: LoadRun;
  /** To follow "beside ". */
  beside: string;
  /** Whether anything of it came to pass. */
  happened: boolean;
}

type Situation = (bench: StressBench, rate: number, forMs: number) => Promise<AdverseRun>;

const SLOW_CLIENTS = 8;
const SLOW_MS = 2_000;
/** Larger than any row of a table, and more than nginx and most gateways take by default. */
const OVERSIZE_BYTES = 8 * 1024 * 1024;
const MOST_CHURN = 50;
/** A burst comes each second. */
const BURST_EVERY_MS = 1_000;
const SMALLEST_BURST = 2;

export const SITUATIONS: Readonly<Record<AdverseSituation, Situation>> = {
  bursts: async ({ load, config }, rate, forMs) => {
    const size = burstSize(config);
    const merged = mergeArrivals(constantArrivals(steady(rate, forMs)), {
      size,
      everyMs: BURST_EVERY_MS,
      forMs,
    });
    const run = await load.runArrivals(merged.arrivals);
    const beside = `${size} more requests at once each second`;
    return { run: ordinaryOf(run, merged.isOrdinary), beside, happened: true };
  },
  churn: (bench, rate, forMs) => {
    const churn = Math.min(rate, MOST_CHURN);
    const neighbour = startChurn(bench.session, churn);
    return besideNeighbour(bench, rate, forMs, neighbour, ({ connections, sent }) => ({
      beside: `${sent} requests on ${connections} connections of their own`,
      happened: connections > 1,
    }));
  },
  "slow-readers": (bench, rate, forMs) => {
    const neighbour = startSlowClients(bench.session, { clients: SLOW_CLIENTS, slowMs: SLOW_MS });
    return besideNeighbour(bench, rate, forMs, neighbour, ({ connections }) => ({
      beside: `${SLOW_CLIENTS} clients that take ${formatMeasure(SLOW_MS, "ms")} to send and as long to read`,
      happened: connections > 0,
    }));
  },
  oversized: (bench, rate, forMs) => {
    const neighbour = startOversized(bench.session, OVERSIZE_BYTES);
    return besideNeighbour(bench, rate, forMs, neighbour, ({ sent, answered, refused }) => ({
      beside: `${sent} requests of ${formatMeasure(OVERSIZE_BYTES, "bytes")} (${answered} answered, ${refused} refused)`,
      happened: sent > 0,
    }));
  },
};

/** Why these do not go with gRPC, whose calls have no connection to themselves. */
export const NOT_OVER_GRPC: Readonly<Partial<Record<AdverseSituation, string>>> = {
  churn: "calls over gRPC share connections that stay open",
  "slow-readers": "messages of gRPC are sent and read whole",
};

/**
 * As many at once as half of what the least capacity serves within the limit on latency: an endpoint
 * that carries what it must has the time for all of them. Without a limit, within a second. Never
 * more than half of what may be in flight: a burst that takes all the room would have the ordinary
 * requests dropped here.
 */
function burstSize({ minCapacity, rates, slo, maxInFlight }: StressBench["config"]): number {
  const capacity = minCapacity ?? (rates[0] as number);
  const seconds = Math.min(slo.p95 ?? BURST_EVERY_MS, BURST_EVERY_MS) / 1000;
  const size = Math.min(capacity * seconds, maxInFlight) / 2;
  return Math.max(SMALLEST_BURST, Math.floor(size));
}

async function besideNeighbour(
  { load }: StressBench,
  rate: number,
  forMs: number,
  neighbour: Neighbour,
  describe: (report: NeighbourReport) => Omit<AdverseRun, "run">,
): Promise<AdverseRun> {
  let run: LoadRun;
  let report: NeighbourReport;
  try {
    run = await load.run(steady(rate, forMs));
  } finally {
    report = await neighbour.stop();
  }
  return { run, ...describe(report) };
}
