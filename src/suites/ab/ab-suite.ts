import type { AbConfig } from "../../config/types";
import { check, skipped } from "../../verdict/check";
import type { Check, Evidence, SuiteResult, Verdict } from "../../verdict/result";
import { type Arm, type ArmRequest, createAssignment, keyOf } from "../assignment/arms";
import { repeatHint } from "../assignment/repeat-hint";
import type { ArmRun } from "../assignment/send-rows";
import { countInputs, tooFewInputs } from "../assignment/too-few-inputs";
import { describeAsked } from "../describe-asked";
import { finishSuite, startSuite } from "../finish-suite";
import type { Endpoint, SuiteContext } from "../types";
import { HarmSeries } from "./ab-series";
import type { ArmValues } from "./arm-values";
import { type Decision, Experiment, isOver, type Question, requestsPerLook } from "./experiment";
import { identify, judgeDecision } from "./judge-decision";
import { withLeftOut } from "./judge-left-out";
import { judgeRatio, RATIO } from "./judge-ratio";
import { withSilentBaseline } from "./judge-silent-baseline";
import { findMeasure } from "./measures";
import { sendToArms } from "./send-to-arms";

/** Each request to one of candidate and baseline: is the candidate at least as good? */
export async function abSuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("ab", context);
  const { ab } = context.config;
  if (!ab) return finishSuite(started, [], "not asked for in the config");
  const questions = questionsOf(ab, context);
  const all = (verdict: Verdict, message: string, hint: string | null = null) =>
    finishSuite(started, allAlike(questions, verdict, message, hint));
  if (!context.baseline) {
    return all(
      "error",
      `nothing to compare with: ${context.baselineProblem ?? "there is no baseline"}`,
    );
  }
  if (context.inputs.length === 0) {
    return all(
      "error",
      "no input to send: none could be made from the model's metadata",
      "Give some: data: { file: rows.csv }",
    );
  }
  const { checks, series } = await runExperiment(context, context.baseline, ab, questions);
  return finishSuite(started, checks, null, { series: series.toSeries() });
}

function questionsOf(ab: AbConfig, { data, config }: SuiteContext): Question[] {
  const classes = config.data?.classes ?? null;
  const toQuestion = (isGuardrail: boolean) => (metric: AbConfig["metrics"][number]) => ({
    metric,
    measure: findMeasure(metric, data, classes),
    isGuardrail,
  });
  return [...ab.metrics.map(toQuestion(false)), ...ab.guardrails.map(toQuestion(true))];
}

async function runExperiment(
  context: SuiteContext,
  baseline: Endpoint,
  ab: AbConfig,
  questions: readonly Question[],
): Promise<{ checks: Check[]; series: HarmSeries }> {
  const experiment = new Experiment(questions, ab);
  const series = new HarmSeries();
  const every = requestsPerLook(ab);
  const assign = createAssignment(ab, context.random("ab/split"), `infergate:${ab.key}`);
  const run = await sendToArms(context, baseline, { count: ab.requests, assign }, (requests) => {
    if (!ab.sequential || requests.length % every !== 0) return false;
    const decisions = experiment.look(valuesOf(requests, questions, ab.key));
    series.note(requests.length, decisions);
    return isOver(decisions);
  });
  const { requests, cutShort } = run;
  if (cutShort) return { checks: judgeCutShort(questions, cutShort), series };
  const ratio = judgeRatio(requests, ab);
  if (ratio.verdict === "error") {
    const message = `not judged: ${ratio.message}`;
    return { checks: [ratio, ...allAlike(questions, "error", message).slice(1)], series };
  }
  const decisions = experiment.conclude(valuesOf(requests, questions, ab.key));
  const [planned, doubt] = [ab.requests, doubtOfInputs(requests)];
  series.note(requests.length, decisions);
  return {
    checks: [
      ratio,
      ...decisions.map((decision) => judgeOne(decision, requests, context, { planned, doubt })),
    ],
    series,
  };
}

function valuesOf(
  requests: readonly ArmRequest[],
  questions: readonly Question[],
  key: string | null,
): ArmValues[] {
  const of = (arm: Arm) => requests.filter((request) => request.arm === arm);
  const sides = { candidate: of("candidate"), baseline: of("baseline") };
  return questions.map(({ measure }) => {
    const take = (arm: Arm) => {
      const values = measure.values(sides[arm]);
      const known = sides[arm].filter((_, i) => !Number.isNaN(values[i]));
      return {
        values: values.filter((value) => !Number.isNaN(value)),
        keys: key === null ? [] : known.map(({ row }) => keyOf(row, key)),
      };
    };
    const [ours, theirs] = [take("candidate"), take("baseline")];
    return {
      candidate: ours.values,
      baseline: theirs.values,
      ...(key === null ? {} : { keys: { candidate: ours.keys, baseline: theirs.keys } }),
    };
  });
}

function judgeOne(
  decision: Decision,
  requests: readonly ArmRequest[],
  context: SuiteContext,
  { planned, doubt }: { planned: number; doubt: ReturnType<typeof tooFewInputs> },
): Check {
  const { measure } = decision.question;
  const found = decision.values.candidate.length + decision.values.baseline.length;
  const missing = requests.length - found;
  // A number that some answers do not have is no mean of all: its absence may be the harm.
  if (missing > 0 && !measure.mayBeMissing) {
    return check({
      ...identify(decision.question),
      verdict: "error",
      n: found,
      message: `${missing} of ${requests.length} answers hold no number for ${measure.title}`,
      hint: "Name a path that every answer has, or another metric.",
    });
  }
  const judged = withSilentBaseline(
    withLeftOut(judgeDecision(decision), decision, requests),
    requests,
  );
  const tooFew = judged.verdict === "pass" ? doubt : null;
  return {
    ...judged,
    verdict: tooFew === null ? judged.verdict : "inconclusive",
    message: [
      judged.message,
      ...(tooFew === null ? [] : [tooFew.message]),
      ...(requests.length < planned
        ? [`ended after ${requests.length} of ${planned} requests`]
        : []),
    ].join("; "),
    hint: judged.hint ?? repeatHint(requests),
    evidence: judged.verdict === "fail" ? evidenceOf(requests, context) : [],
  };
}

function doubtOfInputs(requests: readonly ArmRequest[]) {
  const distinct = countInputs(requests.filter(({ arm }) => arm === "candidate"));
  return tooFewInputs(distinct, requests);
}

function judgeCutShort(
  questions: readonly Question[],
  { why, side }: NonNullable<ArmRun<ArmRequest>["cutShort"]>,
): Check[] {
  if (side === "nobody") return allAlike(questions, "error", `not judged: ${why}`);
  if (side === "baseline") return allAlike(questions, "error", `the baseline: ${why}`);
  return questions.map((question, i) => {
    const { id, title } = identify(question);
    return i === 0
      ? check({ id, title, verdict: "fail", message: `the candidate: ${why}` })
      : skipped(id, title, `not judged: the candidate: ${why}`);
  });
}

function allAlike(
  questions: readonly Question[],
  verdict: Verdict,
  message: string,
  hint: string | null = null,
): Check[] {
  return [RATIO, ...questions.map(identify)].map((name) =>
    check({ ...name, verdict, message, hint }),
  );
}

/** The candidate's first request without a good answer, where there is one. */
function evidenceOf(requests: readonly ArmRequest[], { candidate }: SuiteContext): Evidence[] {
  const failed = requests.find(({ arm, asked }) => arm === "candidate" && asked.answers === null);
  return failed ? [describeAsked(candidate, failed.asked)] : [];
}
