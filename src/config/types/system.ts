import type { Tolerance } from "./data";

export type SystemLevel = "smoke" | "standard" | "strict";

export interface SystemConfig {
  level: SystemLevel;
  skip: string[];
  /** Absolute path of a JSON Schema of a good answer. */
  schema: string | null;
  examples: GoldenExample[];
  tolerance: Tolerance;
}

export interface GoldenExample {
  input: Record<string, string | number | boolean | null>;
  expect: unknown;
  tolerance: Tolerance | null;
}
