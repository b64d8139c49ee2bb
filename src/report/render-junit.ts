import { check, skipped } from "../verdict/check";
import type { Check, GateResult, Outcome, SuiteResult } from "../verdict/result";
import { countOutcomes } from "./count-outcomes";
import { measureSentence } from "./describe-measure";
import { escapeAttribute, escapeXml } from "./escape-xml";
import { wholeSuiteProblem } from "./list-problems";
import { publicUrl } from "./public-url";
import { visibleText } from "./visible-text";

/**
 * JUnit XML: a suite is a testsuite, a check a testcase.
 *
 * `fail` is a failure: the endpoint broke a promise. `error` and `inconclusive` are errors, told apart
 * by their type: nothing was established, and a reader that only knows red and green must not show
 * green. Where no check carries the verdict of a suite or of the run, a testcase of its own does.
 */
export function renderJunit(result: GateResult): string {
  const suites = result.suites.map(suiteCases);
  if (!carriesVerdict(suites, result)) suites.push(runCase(result));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: "infergate", ...totals(suites), time: seconds(result.run.durationMs) })}>`,
    ...suites.flatMap((suite) => testSuite(suite, result)),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Cases {
  name: string;
  durationMs: number;
  checks: readonly Check[];
}

/** Longest text of one message, one request or one response, in characters. */
const TEXT_LIMIT = 4000;
const MOST_EVIDENCE = 3;

const ELEMENTS: Record<Exclude<Outcome, "pass" | "skipped">, string> = {
  fail: "failure",
  error: "error",
  inconclusive: "error",
};

function suiteCases(suite: SuiteResult): Cases {
  const { name, durationMs, verdict, reason, checks } = suite;
  const whole = wholeSuiteProblem(suite);
  const unasked = verdict === "skipped" && checks.length === 0;
  const extra = unasked ? skipped(name, name, reason) : whole;
  return { name, durationMs, checks: extra === null ? checks : [extra, ...checks] };
}

function carriesVerdict(suites: readonly Cases[], { verdict }: GateResult): boolean {
  return suites.some(({ checks }) => checks.some((one) => one.verdict === verdict));
}

/** For a run that ended before any suite, and for one that says pass and holds no check that did. */
function runCase({ verdict, reason }: GateResult): Cases {
  const outcome = verdict === "pass" ? "error" : verdict;
  const message = verdict === "pass" ? "Nothing was checked." : reason;
  const whole = check({ id: "run", title: "The run as a whole", verdict: outcome, message });
  return { name: "run", durationMs: 0, checks: [whole] };
}

function testSuite({ name, durationMs, checks }: Cases, { run, endpoint }: GateResult): string[] {
  const suite = {
    name,
    ...totals([{ name, durationMs, checks }]),
    time: seconds(durationMs),
    timestamp: run.startedAt.slice(0, 19),
  };
  const properties = {
    endpoint: endpoint === null ? "" : (publicUrl(endpoint.url) ?? ""),
    seed: String(run.seed),
    commit: run.commit ?? "",
  };
  return [
    `  <testsuite ${attributes(suite)}>`,
    "    <properties>",
    ...Object.entries(properties)
      .filter(([, value]) => value !== "")
      .map(([key, value]) => `      <property ${attributes({ name: key, value })}/>`),
    "    </properties>",
    ...checks.flatMap((one) => testCase(name, one)),
    "  </testsuite>",
  ];
}

function testCase(suite: string, one: Check): string[] {
  const open = `    <testcase ${attributes({ classname: `infergate.${suite}`, name: one.id, time: "0" })}`;
  if (one.verdict === "pass") return [`${open}/>`];
  return [`${open}>`, `      ${verdictElement(one)}`, "    </testcase>"];
}

function verdictElement(one: Check): string {
  const message = visibleText(one.message, TEXT_LIMIT);
  if (one.verdict === "pass" || one.verdict === "skipped") {
    return `<skipped ${attributes({ message })}/>`;
  }
  const element = ELEMENTS[one.verdict];
  return `<${element} ${attributes({ type: one.verdict, message })}>${escapeXml(body(one))}</${element}>`;
}

function body(one: Check): string {
  const exchanges = one.evidence
    .slice(0, MOST_EVIDENCE)
    .flatMap(({ request, response }) => [
      `Request:\n${visibleText(request, TEXT_LIMIT)}`,
      `Answer:\n${visibleText(response, TEXT_LIMIT)}`,
    ]);
  return [one.title, measureSentence(one), one.hint ?? "", ...exchanges]
    .filter((part) => part !== "")
    .join("\n");
}

function totals(suites: readonly Cases[]): Record<string, string> {
  const checks = suites.flatMap((suite) => suite.checks);
  const counts = countOutcomes(checks);
  return {
    tests: String(checks.length),
    failures: String(counts.fail),
    errors: String(counts.error + counts.inconclusive),
    skipped: String(counts.skipped),
  };
}

function seconds(ms: number): string {
  return (Number.isFinite(ms) ? ms / 1000 : 0).toFixed(3);
}

function attributes(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeAttribute(value)}"`)
    .join(" ");
}
