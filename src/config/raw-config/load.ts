import type { HttpVersion, ServerMeasure } from "../types";
import type { RawTolerance } from "./quantities";
import type { RawScalability } from "./scalability";
import type { RawStress } from "./stress";
import type { RawEndurance, RawPerformance } from "./traffic";
import type { RawVolume } from "./volume";

export interface RawLoad {
  tolerance?: RawTolerance;
  monitor?: RawMonitor;
  workers?: number;
  http?: HttpVersion | number;
  performance?: RawPerformance;
  endurance?: RawEndurance;
  stress?: RawStress;
  scalability?: RawScalability;
  volume?: RawVolume;
}

/** With exactly one of the first three. */
export interface RawMonitor extends Partial<Record<ServerMeasure, string>> {
  prometheus?: string;
  json?: string;
  command?: string[];
}
