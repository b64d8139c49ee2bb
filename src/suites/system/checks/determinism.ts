import type { Answer } from "../../../protocols/types";
import { compareOutputs } from "../../../verdict/compare-outputs";
import { fail, pass, type SystemCheck } from "../check-types";

const REPEATS = { smoke: 3, standard: 3, strict: 10 } as const;

export const determinism: SystemCheck = {
  id: "determinism",
  title: "The same input gives the same answer",
  level: "standard",
  needsRows: 1,
  async run(session) {
    const repeats = REPEATS[session.config.level];
    const rows = session.rows.slice(0, 4);
    for (const row of rows) {
      const first = await session.askWell([row]);
      for (let repeat = 1; repeat < repeats; repeat++) {
        const again = await session.askWell([row]);
        const difference = compareOutputs(
          first.answers[0] as Answer,
          again.answers[0] as Answer,
          session.config.tolerance,
        );
        if (difference !== null) {
          return fail(`the same row answered twice differs: ${difference}`, {
            evidence: [first, again].map(({ asked }) =>
              session.evidence(asked.request, asked.exchange),
            ),
          });
        }
      }
    }
    return pass(`${rows.length} rows, ${repeats} times each, gave equal answers`, {
      n: rows.length * repeats,
    });
  },
};
