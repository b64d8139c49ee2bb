import type { MetricLimit } from "../../config/types";
import type { Row } from "../../data/types";
import { check, skipped } from "../../verdict/check";
import type { Check, SuiteResult } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import { UNSTREAMED_HINT, whyUnstreamed } from "../why-unstreamed";
import { type Answered, collectAnswers } from "./collect-answers";
import { judgeDrop, judgeLimit, type MetricQuestion } from "./judge-metric";
import { LabelledRows } from "./labelled-rows";
import { type ScoredRows, scoreRows } from "./scored-rows";
import { scoreAnswers } from "./scoring/score-rows";
import type { Unscored } from "./scoring/types";
import { isStreamMetric } from "./stream-metrics";

const WORST_SLICE = "worst_slice.";

/** Given inputs, expected outputs: each metric on the labelled rows against its limit. */
export async function acceptanceSuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("acceptance", context);
  const { config, data, candidate, baseline } = context;
  const { acceptance } = config;
  if (!acceptance) return finishSuite(started, [], "no limits in `acceptance`");
  if (!data) return finishSuite(started, []);

  const needsBaseline =
    baseline !== null && acceptance.metrics.some(({ maxDrop }) => maxDrop !== null);
  const stream = acceptance.metrics.some(({ metric }) => isStreamMetric(metric));
  const unstreamed = stream ? whyUnstreamed([candidate, baseline]) : null;
  if (unstreamed !== null) return finishSuite(started, allErrors(acceptance.metrics, unstreamed));
  const asking = { ...context, stream };
  const total = data.count * (needsBaseline ? 2 : 1);
  const advance = (done: number) =>
    context.progress("acceptance", done, total, "asking for the labelled rows");
  const labelled = new LabelledRows(data, config.data?.slices ?? []);
  const answered = await collectAnswers(candidate, data, asking, (row: Row, done) => {
    labelled.add(row);
    advance(done);
  });
  const reference = needsBaseline
    ? await collectAnswers(baseline, data, asking, (_, done) => advance(data.count + done))
    : null;

  const stopped =
    stoppedShort(answered, "the candidate") ??
    (reference && stoppedShort(reference, "the baseline"));
  if (stopped) {
    return finishSuite(
      started,
      acceptance.metrics.map(({ metric }) =>
        check({
          id: `acceptance/${metric}`,
          title: metric,
          ...stopped,
          evidence: evidenceOf(answered),
        }),
      ),
    );
  }
  const classes = config.data?.classes ?? null;
  const baselineMissing = reference !== null && reference.missing > 0;
  const labelType = data.label === null ? "text" : (data.types[data.label] ?? "text");
  const score = (one: Answered) => scoreRows(one, labelled.truth, labelType, classes);
  const scored = score(answered);
  // A baseline that misses rows would make any loss look small.
  const scoredBaseline = reference && !baselineMissing ? score(reference) : null;
  const noBaseline = baselineMissing
    ? `the baseline gave no good answer to ${reference.missing} of ${data.count} rows: ${reference.firstProblem?.message}`
    : (context.baselineProblem ?? "there is none in the config");
  const scoring = await scoreAnswers(acceptance.metrics, scored, scoredBaseline, context);
  const checks = acceptance.metrics.flatMap((wanted) => {
    const problem = scoring.unscored.get(wanted.metric);
    if (problem) return [unscoredCheck(wanted, problem)];
    const judged = judgeWanted(wanted, context, labelled, scored, scoredBaseline, noBaseline);
    return noteScoring(judged, scoring.notes.get(wanted.metric));
  });
  return finishSuite(started, noteMissing(checks, answered));
}

function unscoredCheck({ metric }: MetricLimit, problem: Unscored): Check {
  return check({ id: `acceptance/${metric}`, title: metric, ...problem });
}

function noteScoring(checks: Check[], note: string | undefined): Check[] {
  if (note === undefined) return checks;
  return checks.map((one) =>
    one.verdict === "skipped" ? one : { ...one, message: `${one.message}; ${note}` },
  );
}

/** A stream that cannot be asked for measures nothing; the other metrics would be of other requests. */
function allErrors(metrics: readonly MetricLimit[], message: string): Check[] {
  return metrics.map(({ metric }) =>
    check({
      id: `acceptance/${metric}`,
      title: metric,
      verdict: "error",
      message,
      hint: UNSTREAMED_HINT,
    }),
  );
}

function judgeWanted(
  wanted: MetricLimit,
  context: SuiteContext,
  labelled: LabelledRows,
  candidate: ScoredRows,
  baseline: ScoredRows | null,
  noBaseline: string,
): Check[] {
  const { metric } = wanted;
  const question = (
    id: string,
    title: string,
    name: string,
    indices: number[],
  ): MetricQuestion => ({
    id,
    title,
    metric: name,
    wanted,
    indices,
    candidate,
    baseline,
    random: context.random(id),
  });
  if (!metric.startsWith(WORST_SLICE)) {
    return judgeQuestion(
      question(`acceptance/${metric}`, metric, metric, [...candidate.labels.keys()]),
      noBaseline,
    );
  }
  const name = metric.slice(WORST_SLICE.length);
  const slices = labelled.slices();
  if (slices.every(({ rowIndexes }) => rowIndexes.length < wanted.minRows)) {
    return [
      check({
        id: `acceptance/${metric}`,
        title: metric,
        verdict: "inconclusive",
        message: `no slice has ${wanted.minRows} rows`,
        hint: "Give more rows, or lower min_rows.",
      }),
    ];
  }
  return slices.flatMap((slice) => {
    const id = `acceptance/${metric}/${slice.name}`;
    const title = `${name} where ${slice.name}`;
    const { length } = slice.rowIndexes;
    return length < wanted.minRows
      ? [skipped(id, title, `${length} rows, fewer than min_rows: ${wanted.minRows}`)]
      : judgeQuestion(question(id, title, name, slice.rowIndexes), noBaseline);
  });
}

function judgeQuestion(question: MetricQuestion, noBaseline: string): Check[] {
  const { wanted, baseline, id, title } = question;
  const checks = wanted.limit === null ? [] : [judgeLimit(question)];
  if (wanted.maxDrop === null) return checks;
  if (baseline) return [...checks, judgeDrop(question, baseline)];
  const message = `no baseline to compare with: ${noBaseline}`;
  return [
    ...checks,
    check({
      id: `${id}/max_drop`,
      title: `${title}: loss against the baseline`,
      verdict: "error",
      message,
    }),
  ];
}

/** Rows that were never asked cannot be judged; whose fault that is decides between fail and error. */
function stoppedShort(answered: Answered, who: string): Pick<Check, "verdict" | "message"> | null {
  if (answered.cutShort === null) return null;
  const { why, byEndpoint } = answered.cutShort;
  return {
    verdict: byEndpoint && who === "the candidate" ? "fail" : "error",
    message: `not judged: ${byEndpoint ? `${who}: ` : ""}${why}`,
  };
}

function evidenceOf({ firstProblem }: Answered): Check["evidence"] {
  return firstProblem ? [firstProblem.evidence] : [];
}

/** Rows without an answer count as wrong; whoever reads a failing check must see that. */
function noteMissing(checks: Check[], answered: Answered): Check[] {
  const { missing, firstProblem } = answered;
  if (!firstProblem) return checks;
  const note = `${missing} of ${answered.answers.length} rows got no good answer and count as wrong (${firstProblem.message})`;
  return checks.map((each) => {
    if (each.verdict === "skipped") return each;
    const noted = { ...each, message: `${each.message}; ${note}` };
    return each.verdict === "pass"
      ? noted
      : { ...noted, evidence: [...each.evidence, firstProblem.evidence] };
  });
}
