import type { TrafficConfig } from "../../../config/types";
import { CapturedRequest } from "../../../data/captures/captured-request";
import type { Dataset } from "../../../data/types";
import { InfergateError } from "../../../errors";
import { constantArrivals } from "../../../load/arrivals/constant-arrivals";
import { poissonProcess } from "../../../load/arrivals/poisson-arrivals";
import { expectedRequests, type RateProfile, steady } from "../../../load/arrivals/rate-profile";
import { replayedArrivals } from "../../../load/arrivals/replayed-arrivals";
import type { OpenSchedule } from "../../../load/schedule";
import { dealSchedule } from "../../../shards/deal-schedule";
import type { SuiteContext } from "../../types";
import { MOST_INPUTS } from "../load-limits";

/** How the rate of a stage changes, where it is not a replay. */
export function profileOf({ rate, forMs, ramp, spike }: TrafficConfig): RateProfile {
  if (ramp) {
    return [
      { forMs: ramp.overMs, from: ramp.from, to: rate },
      ...steady(rate, forMs - ramp.overMs),
    ];
  }
  if (spike) {
    return [
      ...steady(rate, spike.atMs),
      ...steady(spike.rate, spike.forMs),
      ...steady(rate, forMs - spike.atMs - spike.forMs),
    ];
  }
  return steady(rate, forMs);
}

/** Requests that a stage will send, on average. A replay is as long as its capture says, and that is not known yet. */
export function countRequests(traffic: TrafficConfig): number {
  return Math.round(expectedRequests(profileOf(traffic)));
}

/** No more inputs than requests to send them with. */
export function countInputs(requests: number, inputs: number): number {
  return Math.min(MOST_INPUTS, inputs, Math.max(1, requests));
}

/**
 * When a stage's requests start, and which input each of them sends.
 *
 * @param name of the stage, for its own random numbers
 * @param inputs distinct inputs to draw from
 */
export async function scheduleTraffic(
  { random, data, shard }: SuiteContext,
  name: string,
  traffic: TrafficConfig,
  inputs: number,
): Promise<OpenSchedule> {
  const arrivals = await ARRIVALS[traffic.arrivals](traffic, random(`load/${name}/arrivals`), data);
  const draw = random(`load/${name}/inputs`);
  const schedule: OpenSchedule = {
    model: "open",
    arrivals,
    inputs: Uint32Array.from(arrivals, () => Math.floor(draw() * inputs)),
    maxInFlight: traffic.maxInFlight,
  };
  if (shard === null) return schedule;
  const steady = traffic.arrivals === "constant";
  return dealSchedule(schedule, shard, { steady, random: random(`load/${name}/shards`) });
}

const ARRIVALS: Readonly<
  Record<
    TrafficConfig["arrivals"],
    (
      traffic: TrafficConfig,
      random: () => number,
      data: Dataset | null,
    ) => Float64Array | Promise<Float64Array>
  >
> = {
  poisson: (traffic, random) => poissonProcess(random, profileOf(traffic)),
  constant: (traffic) => constantArrivals(profileOf(traffic)),
  replay: async ({ forMs }, _, data) => replayedArrivals(await capturedTimes(data), forMs),
};

/** Of every captured request, milliseconds from the first. */
async function capturedTimes(data: Dataset | null): Promise<Float64Array> {
  const times: number[] = [];
  for await (const rows of data?.chunks() ?? []) {
    for (const cell of rows.flatMap((row) => Object.values(row))) {
      if (cell instanceof CapturedRequest && cell.offsetMs !== null) times.push(cell.offsetMs);
    }
  }
  if (times.length === 0) {
    throw new InfergateError(
      "data/no-times",
      `${data?.file ?? "data"}: no captured request says when it was sent, so there is nothing to replay`,
      "Give data: { capture: traffic.gor } with times, or arrivals: poisson with a rate.",
    );
  }
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return Float64Array.from(times, (time) => time - first);
}
