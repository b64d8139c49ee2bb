import type { Tolerance } from "../../../config/types";
import type { Row } from "../../../data/types";
import { InfergateError } from "../../../errors";
import type { Answer } from "../../../protocols/types";
import { compareOutputs } from "../../../verdict/compare-outputs";
import { ask } from "../../ask";
import type { Endpoint, SuiteContext } from "../../types";
import type { Fingerprint } from "./attribute-answer";
import type { Sides } from "./client-split";

/** Enough that the router is not asked one input only. */
const WANTED = 20;
/** After so many inputs two models that never differ are the same for this purpose. */
const MOST_TRIED = 200;

/**
 * Inputs that both sides, asked themselves, answer in ways that differ, each side in the same way
 * twice: whoever answers one of them through the router has said who it is.
 */
export async function takeFingerprints(
  { inputs, signal, whyStopped }: SuiteContext,
  { candidate, baseline }: Sides,
  tolerance: Tolerance,
): Promise<Map<Row, Fingerprint>> {
  const found = new Map<Row, Fingerprint>();
  const tried = inputs.slice(0, MOST_TRIED);
  for (const row of tried) {
    if (found.size >= WANTED) break;
    const ours = await repeatable(candidate, row, signal, tolerance);
    const theirs = await repeatable(baseline, row, signal, tolerance);
    if (signal.aborted) {
      throw new InfergateError("endpoint/interrupted", `not judged: ${whyStopped()}`);
    }
    if (ours === null || theirs === null) continue;
    if (compareOutputs(theirs, ours, tolerance) === null) continue;
    found.set(row, { candidate: ours, baseline: theirs });
  }
  if (found.size > 0) return found;
  throw new InfergateError(
    "endpoint/no-fingerprint",
    `candidate and baseline answered none of ${tried.length} inputs in ways that differ and repeat: nothing tells their answers apart`,
    "Have the router say which side answered: attribute: { header: … } or { json: … }.",
  );
}

/** What it answers twice alike; null where it does not. */
async function repeatable(
  endpoint: Endpoint,
  row: Row,
  signal: AbortSignal,
  tolerance: Tolerance,
): Promise<Answer | null> {
  const [first, second] = [await ask(endpoint, [row], signal), await ask(endpoint, [row], signal)];
  const [one, other] = [first.answers?.[0], second.answers?.[0]];
  if (!one || !other) return null;
  return compareOutputs(one, other, tolerance) === null ? one : null;
}
