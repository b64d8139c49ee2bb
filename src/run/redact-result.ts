import type { Redactor } from "../http/redactor";
import type { GateResult } from "../verdict/result";

/**
 * Masks secrets in every text of a result that came from outside or quotes it. Verdict words, ids and
 * units are left alone: a secret that happens to be "pass" must not break the result's form.
 */
export function redactResult(result: GateResult, { redact, redactDeep }: Redactor): GateResult {
  return {
    ...result,
    endpoint: redactDeep(result.endpoint),
    baseline: redactDeep(result.baseline),
    reason: redact(result.reason),
    suites: result.suites.map((suite) => ({
      ...suite,
      reason: redact(suite.reason),
      checks: suite.checks.map((check) => ({
        ...check,
        message: redact(check.message),
        hint: check.hint && redact(check.hint),
        observed: redactDeep(check.observed),
        limit: redactDeep(check.limit),
        baseline: redactDeep(check.baseline),
        evidence: check.evidence.map(({ request, response }) => ({
          request: redact(request),
          response: redact(response),
        })),
      })),
    })),
  };
}
