import { pass, type SystemCheck } from "../check-types";

/** Ready is a promise: the very first inference after it must succeed. */
export const firstAnswer: SystemCheck = {
  id: "first-answer",
  title: "The first inference after ready succeeds",
  level: "smoke",
  needsRows: 1,
  async run(session) {
    const { answers, asked } = await session.askWell(session.rows.slice(0, 1));
    const ms = asked.exchange.ok ? asked.exchange.answer.durationMs : null;
    const outputs = answers[0]?.outputs.map(({ name }) => name).join(", ");
    return pass(`a good answer with ${outputs}`, { observed: ms, unit: "ms", n: 1 });
  },
};
