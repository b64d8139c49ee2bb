import {
  bootstrapUniversalScalability,
  fitUniversalScalability,
  scalabilityInterval,
  type Throughput,
  type UniversalScalability,
} from "../../../stats/fitting/universal-scalability";
import type { Random } from "../../../stats/random";
import type { UserReading } from "./user-reading";

/** The law of three parameters takes three numbers of users, and one measurement more for its interval. */
const FEWEST_NUMBERS = 3;

type Bounds = [number | null, number | null];

export interface FittedScalability {
  law: UniversalScalability;
  /** Of its parameters and of what is read off them, 95 %. */
  bounds: Record<"alpha" | "beta" | "peakUsers", Bounds>;
}

/** The universal scalability law through all sound readings; null where they are too few for it. */
export function fitScalability(
  readings: readonly UserReading[],
  random: Random,
): FittedScalability | null {
  const points: Throughput[] = readings.filter(isSound);
  const numbers = new Set(points.map(({ users }) => users)).size;
  if (numbers < FEWEST_NUMBERS || points.length === FEWEST_NUMBERS) return null;
  const fits = bootstrapUniversalScalability(points, random);
  const boundsOf = (read: keyof FittedScalability["bounds"]): Bounds =>
    scalabilityInterval(fits, (law) => law[read]);
  return {
    law: fitUniversalScalability(points),
    bounds: {
      alpha: boundsOf("alpha"),
      beta: boundsOf("beta"),
      peakUsers: boundsOf("peakUsers"),
    },
  };
}

export function isSound({ fault, throughput }: UserReading): boolean {
  return fault === null && throughput > 0;
}
