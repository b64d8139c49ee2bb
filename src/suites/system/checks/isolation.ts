import type { Row } from "../../../data/types";
import type { Answer } from "../../../protocols/types";
import { compareOutputs } from "../../../verdict/compare-outputs";
import type { Evidence } from "../../../verdict/result";
import { type Asked, ask } from "../../ask";
import { cannotTell, fail, pass, type SystemCheck } from "../check-types";
import type { SystemSession } from "../session";

const CALLERS = { smoke: 8, standard: 16, strict: 64 } as const;
const ROUNDS = { smoke: 1, standard: 3, strict: 10 } as const;

/**
 * Many callers at once, each with an input of its own: each must get its own answer. Adaptive
 * batchers have given one caller three predictions and others none (MLServer#1306, #1541, #1718).
 */
export const isolation: SystemCheck = {
  id: "isolation",
  title: "Callers at the same time each get their own answer",
  level: "standard",
  needsRows: 2,
  async run(session) {
    const { level, tolerance } = session.config;
    const rows = session.rows.slice(0, CALLERS[level]);
    const alone: Answer[] = [];
    for (const row of rows) alone.push((await session.askWell([row])).answers[0] as Answer);
    const distinct = alone.filter(
      (answer) => compareOutputs(alone[0] as Answer, answer, tolerance) !== null,
    );
    if (distinct.length === 0) {
      return cannotTell(
        `all ${rows.length} inputs have the same answer, so a swap could not be seen`,
      );
    }
    let wrong = 0;
    let first: { what: string; evidence: Evidence } | null = null;
    for (let round = 0; round < ROUNDS[level]; round++) {
      const asked = await askAtOnce(session, rows, round);
      for (const [index, one] of asked.entries()) {
        const what = problemOf(one, alone[index] as Answer, `${round}-${index}`, session);
        if (what === null) continue;
        wrong++;
        first ??= { what, evidence: session.evidence(one.request, one.exchange) };
      }
    }
    const n = rows.length * ROUNDS[level];
    const measure = {
      observed: 1 - wrong / n,
      limit: 1,
      direction: "at-least",
      unit: "share",
      n,
    } as const;
    if (first === null)
      return pass(`${n} answers to ${rows.length} callers at once were each caller's own`, measure);
    return fail(
      `${wrong} of ${n} answers to ${rows.length} callers at once were wrong; alone they were right. First: ${first.what}`,
      { ...measure, evidence: [first.evidence] },
    );
  },
};

function askAtOnce(session: SystemSession, rows: readonly Row[], round: number): Promise<Asked[]> {
  const { candidate, signal } = session.context;
  return Promise.all(
    rows.map((row, index) => ask(candidate, [row], signal, { id: callerId(`${round}-${index}`) })),
  );
}

function callerId(caller: string): string {
  return `infergate-${caller}`;
}

function problemOf(
  asked: Asked,
  alone: Answer,
  caller: string,
  session: SystemSession,
): string | null {
  const [answer] = asked.answers ?? [];
  if (!answer || !asked.exchange.ok) return asked.problem?.message ?? "no answer";
  const id = session.context.candidate.model.answerId(asked.exchange.answer);
  if (id !== null && id !== callerId(caller)) {
    return `asked with id ${callerId(caller)}, answered with id ${id}`;
  }
  return compareOutputs(alone, answer, session.config.tolerance);
}
