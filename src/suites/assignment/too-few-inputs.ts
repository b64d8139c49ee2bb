import { createHash } from "node:crypto";
import type { HttpRequest } from "../../http/types";
import { MORE_INPUTS, repeatHint } from "./repeat-hint";
import type { SentRow } from "./send-rows";

/** Below this, asking again and again is all that the requests are: they say nothing of other inputs. */
export const FEWEST_DISTINCT = 10;

/** Why a pass of requests with so many different inputs would be no pass of the traffic; null where it is one. */
export function tooFewInputs(
  distinct: number,
  requests: readonly Pick<SentRow, "row">[],
): { message: string; hint: string } | null {
  if (distinct >= FEWEST_DISTINCT) return null;
  return {
    message: `that is no traffic to judge by: at least ${FEWEST_DISTINCT} distinct inputs are needed`,
    hint: repeatHint(requests) ?? MORE_INPUTS,
  };
}

/** Different inputs among requests of one side, by what was sent: rows of a file may all be alike. */
export function countInputs(requests: readonly SentRow[]): number {
  return new Set(requests.map(({ asked }) => digestInput(asked.request))).size;
}

export function digestInput({ path, body }: HttpRequest): string {
  return createHash("sha256")
    .update(`${path}\n`)
    .update(body ?? "")
    .digest("base64");
}
