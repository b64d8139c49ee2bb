import type { Redactor } from "../http/redactor";
import type { Check, GateResult, SuiteResult } from "../verdict/result";

/**
 * Masks secrets in every text of a result that came from outside or quotes it. Verdict words, ids and
 * units are left alone: a secret that happens to be "pass" must not break the result's form.
 */
export function redactResult(result: GateResult, redactor: Redactor): GateResult {
  return {
    ...result,
    endpoint: redactor.redactDeep(result.endpoint),
    baseline: redactor.redactDeep(result.baseline),
    reason: redactor.redact(result.reason),
    suites: result.suites.map((suite) => redactSuite(suite, redactor)),
  };
}

export function redactSuite(suite: SuiteResult, redactor: Redactor): SuiteResult {
  return {
    ...suite,
    reason: redactor.redact(suite.reason),
    checks: suite.checks.map((check) => redactCheck(check, redactor)),
  };
}

export function redactCheck(check: Check, { redact, redactDeep }: Redactor): Check {
  return {
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
  };
}
