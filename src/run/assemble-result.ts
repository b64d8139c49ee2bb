import { version } from "../../package.json";
import { combine } from "../verdict/combine";
import type { EndpointSummary, GateResult, RunInfo, SuiteResult, Verdict } from "../verdict/result";

/** The whole from its suites: the verdict, and the sentence that says why. */
export function assembleResult(
  run: RunInfo,
  endpoint: EndpointSummary | null,
  baseline: EndpointSummary | null,
  suites: SuiteResult[],
): GateResult {
  const verdict = combine(suites.map((suite) => suite.verdict));
  return {
    schemaVersion: 1,
    tool: { name: "infergate", version },
    run,
    endpoint,
    baseline,
    verdict,
    reason: reasonOf(verdict, suites),
    suites,
  };
}

function reasonOf(verdict: Verdict, suites: readonly SuiteResult[]): string {
  const decisive = suites.filter((suite) => suite.verdict === verdict);
  const [first] = decisive;
  if (!first) return "nothing was checked: no suite was asked for, or none applies";
  if (verdict !== "pass") return `${first.name}: ${first.reason}`;
  const passed =
    first &&
    decisive.flatMap(({ checks }) => checks).filter((one) => one.verdict === "pass").length;
  return `${passed} checks passed in ${decisive.map(({ name }) => name).join(", ")}`;
}
