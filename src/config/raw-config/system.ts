import type { Off, RawTolerance } from "./quantities";

export type RawSystem = Off | "smoke" | "standard" | "strict" | RawSystemMap;

export interface RawSystemMap {
  level?: "smoke" | "standard" | "strict";
  skip?: string[];
  schema?: string;
  examples?: RawExample[];
  tolerance?: RawTolerance;
}

export interface RawExample {
  input: Record<string, string | number | boolean | null>;
  expect: unknown;
  tolerance?: RawTolerance;
}
