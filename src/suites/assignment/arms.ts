import type { Row } from "../../data/types";
import type { Random } from "../../stats/random";
import { type Asked, ask } from "../ask";
import type { Endpoint } from "../types";
import { stickyShare } from "./sticky-share";

/** The candidate's requests and the baseline's: each request goes to one of them. */
export const ARMS = ["candidate", "baseline"] as const;
export type Arm = (typeof ARMS)[number];

export interface ArmRequest {
  arm: Arm;
  row: Row;
  asked: Asked;
}

export type Assign = (row: Row) => Arm;

/**
 * By chance, or by a column whose values always go to the same side: also at a larger share, since
 * whoever is under a small one is under a larger one too.
 */
export function createAssignment(
  { key, split }: { key: string | null; split: number },
  random: Random,
  salt: string,
): Assign {
  const draw = key === null ? () => random() : (row: Row) => stickyShare(keyOf(row, key), salt);
  return (row) => (draw(row) < split ? "candidate" : "baseline");
}

/** Whom a request is of, as text: rows without it are of one and the same. */
export function keyOf(row: Row, key: string): string {
  return String(row[key] ?? "");
}

/** Sends a row to the side that it is assigned to. */
export function sendAssigned(
  endpoints: Readonly<Record<Arm, Endpoint>>,
  assign: Assign,
  signal: AbortSignal,
): (row: Row) => Promise<ArmRequest> {
  return async (row) => {
    const arm = assign(row);
    return { arm, row, asked: await ask(endpoints[arm], [row], signal) };
  };
}

/** One side after the other, to warm both up alike. */
export function alternate(): Assign {
  let count = 0;
  return () => ARMS[count++ % ARMS.length] as Arm;
}
