import type { Finding } from "../../verdict/check";
import type { Check } from "../../verdict/result";
import type { NoReferences } from "./collect-references";
import type { StageResult } from "./stage";

/**
 * A stage whose endpoint gave no unloaded answers: where it was never reached every check is an
 * error, else the one that asks for answers fails, and the rest has nothing to say.
 */
export function withoutReferences(
  { verdict, message, hint, evidence }: NoReferences,
  stage: {
    allErrors(message: string, hint: string | null): Check[];
    failAt(found: Finding, because: string): Check[];
  },
): StageResult {
  const checks =
    verdict === "error"
      ? stage.allErrors(message, hint)
      : stage.failAt({ verdict, message, hint, evidence }, `not run: ${message}`);
  return { checks, series: [], sent: 0 };
}
