import type { ScalabilityConfig } from "../../../config/types";
import type { SuiteContext } from "../../types";
import { AnswersKept } from "../answers-kept";
import { judgeCorrectness } from "../judge-correctness";
import { MOST_INPUTS, TYPICAL_ANSWER_MS } from "../load-limits";
import type { LoadSession, LoadSessions } from "../session";
import type { LoadStage, StagePlan, StageResult } from "../stage";
import { withoutReferences } from "../without-references";
import { elasticitySeries } from "./elasticity/elasticity-series";
import { judgeElasticity } from "./elasticity/judge-elasticity";
import { planElasticity, runElasticity } from "./elasticity/run-elasticity";
import { judgeEfficiency } from "./judge-efficiency";
import { measureUsers, REPLICATES } from "./measure-users";
import { allErrors, failAtEfficiency, identify, inOrder } from "./scalability-checks";
import { fitScalability } from "./scalability-law";
import { scalabilitySeries } from "./scalability-series";

/** How does throughput grow with users, and with resources? */
export const scalabilityStage: LoadStage<ScalabilityConfig> = {
  plan: planScalability,
  allErrors,
  run: runScalability,
};

/** Users send as fast as they are answered, so their requests can only be guessed. */
function planScalability(
  { users, eachMs, thinkMs, elasticity }: ScalabilityConfig,
  inputs: number = MOST_INPUTS,
): StagePlan {
  const unloaded = 2 * Math.min(MOST_INPUTS, inputs);
  const ofUsers = users.reduce(
    (sum, each) => sum + (REPLICATES * each * eachMs) / (thinkMs + TYPICAL_ANSWER_MS),
    0,
  );
  const ofSteps = elasticity ? planElasticity(elasticity) : { requests: 0, durationMs: 0 };
  return {
    requests: Math.round(unloaded + ofUsers + ofSteps.requests),
    durationMs:
      unloaded * TYPICAL_ANSWER_MS + REPLICATES * users.length * eachMs + ofSteps.durationMs,
  };
}

async function runScalability(
  context: SuiteContext,
  config: ScalabilityConfig,
  sessions: LoadSessions,
): Promise<StageResult> {
  const session = await sessions.open({
    stream: null,
    inputs: Math.min(MOST_INPUTS, context.inputs.length),
    mostInFlight: Math.max(...config.users, config.elasticity?.maxInFlight ?? 0),
  });
  if ("verdict" in session) {
    return withoutReferences(session, {
      allErrors: (message, hint) => allErrors(config, message, hint),
      failAt: (found, because) => failAtEfficiency(config, found, because),
    });
  }
  try {
    return await scale(context, config, { session, sessions });
  } finally {
    await session.close();
  }
}

async function scale(
  context: SuiteContext,
  config: ScalabilityConfig,
  open: { session: LoadSession; sessions: LoadSessions },
): Promise<StageResult> {
  const { session } = open;
  const kept = new AnswersKept(session);
  const measured = await measureUsers(context, config, session, kept);
  if (measured === null) {
    const because = "not judged: not even a single user was answered";
    const [evidence] = kept.seen.evidence;
    const failure = {
      verdict: "fail",
      message: `a single user got no answer: ${kept.seen.specimens[0]?.reason ?? "no answer"}`,
      evidence: evidence ? [evidence] : [],
    } as const;
    const checks = failAtEfficiency(config, failure, because);
    return { checks, series: [], sent: session.sent };
  }
  const { elasticity } = config;
  const steps =
    elasticity && !context.signal.aborted
      ? await runElasticity(context, elasticity, { ...open, kept })
      : null;
  const sent = session.sent + (steps?.sent ?? 0);
  if (context.signal.aborted) {
    const checks = allErrors(config, `not judged: ${context.whyStopped()}`);
    return { checks, series: [], sent };
  }
  const { readings } = measured;
  const fitted = fitScalability(readings, context.random("load/scalability/bootstrap"));
  const correct = judgeCorrectness({
    name: identify("correct"),
    limit: config.correct,
    seen: kept.seen,
  });
  return {
    checks: inOrder(
      config,
      {
        efficiency: judgeEfficiency(measured, config, fitted),
        ...(steps && elasticity ? { elasticity: judgeElasticity(steps, elasticity) } : {}),
        correct,
      },
      ({ id }) => {
        throw new RangeError(`the scalability stage has no finding for ${id}`);
      },
    ),
    series: [
      ...scalabilitySeries(readings, config, fitted),
      ...(steps && elasticity ? elasticitySeries(steps, elasticity) : []),
    ],
    sent,
  };
}
