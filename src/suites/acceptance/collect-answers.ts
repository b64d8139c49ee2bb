import type { Dataset, Row } from "../../data/types";
import type { Answer } from "../../protocols/types";
import type { TokenTiming } from "../../streams/token-timing";
import type { Evidence } from "../../verdict/result";
import { type Asked, ask } from "../ask";
import { describeAsked } from "../describe-asked";
import type { Endpoint, SuiteContext } from "../types";

/** One endpoint's answers to all rows, in the rows' order. */
export interface Answered {
  /** Null where a row got no good answer. */
  answers: (Answer | null)[];
  /** Infinite where a row got no good answer: it is over every limit. */
  latencyMs: number[];
  /** Null where a row got no good answer, nothing was generated, or no stream was asked for. */
  timings: (TokenTiming | null)[];
  missing: number;
  /** The first request that went wrong. */
  firstProblem: { message: string; evidence: Evidence } | null;
  /** Why not all rows were asked, and whether the endpoint was the reason; null where all were. */
  cutShort: { why: string; byEndpoint: boolean } | null;
}

/** After this many rows in a row without any answer, the rest would only wait for the same. */
const MOST_BROKEN_IN_A_ROW = 10;

interface CollectOptions extends Pick<SuiteContext, "signal" | "whyStopped"> {
  /** Whether to ask for the answers as streams. */
  stream: boolean;
}

/** Asks row by row, one at a time: the latency is that of a lone caller. */
export async function collectAnswers(
  endpoint: Endpoint,
  data: Pick<Dataset, "chunks">,
  { signal, whyStopped, stream }: CollectOptions,
  advance: (row: Row, done: number) => void,
): Promise<Answered> {
  const result: Answered = {
    answers: [],
    latencyMs: [],
    timings: [],
    missing: 0,
    firstProblem: null,
    cutShort: null,
  };
  const stopped = (): Answered => ({
    ...result,
    cutShort: { why: whyStopped(), byEndpoint: false },
  });
  let broken = 0;
  let index = -1;
  for await (const row of rowsOf(data)) {
    if (signal.aborted) return stopped();
    index++;
    const asked = await ask(endpoint, [row], signal, { stream });
    if (signal.aborted) return stopped();
    note(result, endpoint, asked, index);
    broken = asked.exchange.ok ? 0 : broken + 1;
    if (broken >= MOST_BROKEN_IN_A_ROW) {
      return {
        ...result,
        cutShort: {
          why: `${broken} rows in a row got no answer: ${asked.problem?.message}`,
          byEndpoint: true,
        },
      };
    }
    advance(row, index + 1);
  }
  return result;
}

async function* rowsOf(data: Pick<Dataset, "chunks">): AsyncGenerator<Row> {
  for await (const rows of data.chunks()) yield* rows;
}

function note(result: Answered, endpoint: Endpoint, asked: Asked, index: number): void {
  const answer = asked.answers?.[0] ?? null;
  result.answers.push(answer);
  result.timings.push(asked.timing);
  result.latencyMs.push(
    answer && asked.exchange.ok ? asked.exchange.answer.durationMs : Number.POSITIVE_INFINITY,
  );
  if (answer) return;
  result.missing++;
  result.firstProblem ??= {
    message: `row ${index + 1}: ${asked.problem?.message}`,
    evidence: describeAsked(endpoint, asked),
  };
}
