import type { Row } from "../../../data/types";
import type { Answer } from "../../../protocols/types";
import { shuffle } from "../../../stats/random";
import { compareOutputs } from "../../../verdict/compare-outputs";
import { cannotTell, type Finding, fail, pass, type SystemCheck, skip } from "../check-types";
import type { SystemSession } from "../session";

const BATCH = 8;

/** Batch sizes have changed answers (triton#5640), and batchers have mixed callers up (MLServer#1306). */
export const batchInvariance: SystemCheck = {
  id: "batch-invariance",
  title: "A row gets the same answer alone and in a batch",
  level: "standard",
  needsRows: 2,
  async run(session) {
    const rows = batchOf(session);
    if (rows.length < 2) return skip("the model takes one row a request");
    const alone: Answer[] = [];
    for (const row of rows) alone.push((await session.askWell([row])).answers[0] as Answer);
    return compareBatch(session, rows, alone, `alone and in a batch of ${rows.length}`);
  },
};

export const orderInvariance: SystemCheck = {
  id: "order-invariance",
  title: "A batch in another order gives the same answers in that order",
  level: "standard",
  needsRows: 2,
  async run(session) {
    const rows = batchOf(session);
    if (rows.length < 2) return skip("the model takes one row a request");
    const { answers } = await session.askWell(rows);
    const [first] = answers;
    const differs = (answer: Answer) =>
      compareOutputs(first as Answer, answer, session.config.tolerance) !== null;
    if (!answers.some(differs)) {
      return cannotTell(
        `all ${rows.length} rows have the same answer, so their order could not be seen`,
      );
    }
    const order = shuffle([...rows.keys()], session.context.random("system/order-invariance"));
    // A seeded shuffle may leave two rows where they were; a reversal never leaves all.
    const places = order.every((place, index) => place === index) ? order.reverse() : order;
    return compareBatch(
      session,
      places.map((place) => rows[place] as Row),
      places.map((place) => answers[place] as Answer),
      "in two orders",
    );
  },
};

/** Needs two rows; as many as the server says that it takes. */
function batchOf({ rows, context }: SystemSession): readonly Row[] {
  return rows.slice(0, Math.min(BATCH, context.candidate.model.maxBatch));
}

async function compareBatch(
  session: SystemSession,
  rows: readonly Row[],
  expected: readonly Answer[],
  how: string,
): Promise<Finding> {
  const { answers, asked } = await session.askWell(rows);
  for (const [index, answer] of answers.entries()) {
    const difference = compareOutputs(expected[index] as Answer, answer, session.config.tolerance);
    if (difference !== null) {
      return fail(`row ${index + 1} of ${rows.length} differs ${how}: ${difference}`, {
        evidence: [session.evidence(asked.request, asked.exchange)],
      });
    }
  }
  return pass(`${rows.length} rows gave equal answers ${how}`, { n: rows.length });
}
