import type { Check, SuiteName, SuiteResult } from "../verdict/result";
import { describeMeasure, type MeasureText } from "./describe-measure";

/** The one measure that stands for a suite in a table of suites. */
export interface KeyMeasure extends MeasureText {
  /** "performance p95". */
  name: string;
}

/**
 * What decided the suite: the first check with the suite's verdict, one with a number before one
 * without. A suite that passed shows the measure people ask for first. Null where nothing was measured.
 */
export function keyMeasure(suite: SuiteResult): KeyMeasure | null {
  const found = suite.verdict === "pass" ? headline(suite) : deciding(suite);
  if (found === undefined) return null;
  const numbers = typeof found.observed === "number" ? {} : NO_VALUE;
  return { ...describeMeasure(found), ...numbers, name: shortName(found) };
}

const NO_VALUE = { value: "", observed: "", limit: "–", change: "–" };

const HEADLINES: Record<SuiteName, RegExp | null> = {
  system: null,
  security: null,
  behaviour: /^behaviour\//,
  acceptance: /^acceptance\//,
  load: /^load\/performance\/p95$/,
  shadow: /^shadow\/agreement$/,
  ab: /^ab\/(?!ratio)/,
  canary: /^canary\/stage-/,
};

function headline({ name, checks }: SuiteResult): Check | undefined {
  const pattern = HEADLINES[name];
  if (pattern === null) return undefined;
  const measured = checks.filter(
    (one) => one.verdict === "pass" && typeof one.observed === "number",
  );
  return measured.find(({ id }) => pattern.test(id)) ?? measured[0];
}

function deciding(suite: SuiteResult): Check | undefined {
  const candidates = suite.checks.filter(({ verdict }) => verdict === suite.verdict);
  return candidates.find(({ observed }) => typeof observed === "number") ?? candidates[0];
}

/**
 * The id without its suite: "load/performance/p95" reads "performance p95". An A/B test observes by how
 * much a metric is worse: "accuracy 17.1 %" would be read as the accuracy itself.
 */
function shortName({ id }: Check): string {
  const [suite, ...rest] = id.split("/");
  const name = rest.join(" ") || id;
  return suite === "ab" && rest.length === 1 && !NO_METRICS.has(name) ? `harm in ${name}` : name;
}

const NO_METRICS = new Set(["ratio", "shards"]);
