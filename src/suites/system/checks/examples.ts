import { fail, pass, type SystemCheck, skip } from "../check-types";
import { differenceFromExpected } from "../expected-answer";
import { AnswerProblem } from "../session";

/** Golden examples: this input must give this answer. */
export const examples: SystemCheck = {
  id: "examples",
  title: "Golden examples give their expected answers",
  level: "smoke",
  needsRows: 0,
  async run(session) {
    const { examples, tolerance } = session.config;
    if (examples.length === 0) return skip("no system.examples in the config");
    const problems: string[] = [];
    const evidence = [];
    for (const [index, example] of examples.entries()) {
      try {
        const { answers, asked } = await session.askWell([example.input]);
        const difference = differenceFromExpected(
          example.expect,
          answers[0] as NonNullable<(typeof answers)[0]>,
          example.tolerance ?? tolerance,
          session.context.config.data?.classes ?? null,
        );
        if (difference === null) continue;
        problems.push(`example ${index + 1}: ${difference}`);
        evidence.push(session.evidence(asked.request, asked.exchange));
      } catch (error) {
        if (!(error instanceof AnswerProblem)) throw error;
        problems.push(`example ${index + 1}: ${error.message}`);
        evidence.push(...error.evidence);
      }
    }
    const n = examples.length;
    if (problems.length === 0)
      return pass(`${n} of ${n} as expected`, { observed: 1, unit: "share", n });
    return fail(
      `${problems.length} of ${n} are not as expected: ${problems.slice(0, 3).join("; ")}`,
      {
        observed: 1 - problems.length / n,
        limit: 1,
        direction: "at-least",
        unit: "share",
        n,
        evidence: evidence.slice(0, 3),
      },
    );
  },
};
