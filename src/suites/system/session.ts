import type { SystemConfig } from "../../config/types";
import type { Cell, Row } from "../../data/types";
import { InfergateError } from "../../errors";
import type { Exchange, HttpRequest } from "../../http/types";
import { brokenEndpoint } from "../../protocols/refusals";
import type { Answer, BadInputKind } from "../../protocols/types";
import { shuffle } from "../../stats/random";
import type { Evidence } from "../../verdict/result";
import { type Asked, ask } from "../ask";
import { describeAsked } from "../describe-asked";
import type { SuiteContext } from "../types";

/** A bad input that was sent, and whether the endpoint still worked afterwards. */
export interface BadInputRecord {
  kind: BadInputKind | "malformed-json" | "wrong-content-type" | "oversize-body";
  exchange: Exchange;
  evidence: Evidence;
  /** The values of the row that was sent, to look for in the answer. */
  row: readonly Cell[];
  /** Why a good request failed right after, null where it succeeded. */
  aliveProblem: string | null;
}

/** What the checks of the system suite share: the endpoint, good rows, and a record of what was sent. */
export interface SystemSession {
  context: SuiteContext;
  config: SystemConfig;
  rows: readonly Row[];
  badInputs: BadInputRecord[];
  /** Sends; a request that brings no answer throws, because most checks can only fail then. */
  send(request: HttpRequest): Promise<Exchange & { ok: true }>;
  /** Sends whatever happens. */
  trySend(request: HttpRequest): Promise<Exchange>;
  /** Asks with good rows; anything but a good answer throws. */
  askWell(rows: readonly Row[], id?: string): Promise<{ answers: Answer[]; asked: Asked }>;
  /** An exchange with the candidate as proof for the report. */
  evidence(request: HttpRequest, exchange: Exchange): Evidence;
  /** Requests in a row that brought no answer at all. */
  readonly brokenInARow: number;
}

export function createSession(context: SuiteContext, config: SystemConfig): SystemSession {
  const { candidate, signal, whyStopped } = context;
  let brokenInARow = 0;
  const note = (exchange: Exchange) => {
    brokenInARow = exchange.ok ? 0 : brokenInARow + 1;
    if (signal.aborted) throw new InfergateError("internal/interrupted", whyStopped());
  };
  const trySend = async (request: HttpRequest) => {
    const exchange = await candidate.client.send(request, {
      signal,
      timeoutMs: candidate.timeoutMs,
    });
    note(exchange);
    return exchange;
  };
  const evidence = (request: HttpRequest, exchange: Exchange) =>
    describeAsked(candidate, { request, exchange });
  return {
    context,
    config,
    rows: drawRows(context),
    badInputs: [],
    trySend,
    async send(request) {
      const exchange = await trySend(request);
      if (!exchange.ok) throw brokenEndpoint(candidate.client, request, exchange.failure);
      return exchange;
    },
    async askWell(rows, id) {
      const asked = await ask(candidate, rows, signal, id === undefined ? {} : { id });
      note(asked.exchange);
      if (!asked.answers) throw new AnswerProblem(asked, evidence(asked.request, asked.exchange));
      return { answers: asked.answers, asked };
    },
    evidence,
    get brokenInARow() {
      return brokenInARow;
    },
  };
}

/**
 * Distinct rows in a seeded order: files are often sorted by class, and the first rows of such a file
 * are too alike for a mix-up to show.
 */
function drawRows({ inputs, random }: SuiteContext): Row[] {
  const distinct = new Map(inputs.map((row) => [JSON.stringify(row), row]));
  return shuffle([...distinct.values()], random("system/rows"));
}

/** A good request without a good answer; carries the exchange for the report. */
export class AnswerProblem extends Error {
  readonly evidence: Evidence[];

  constructor(asked: Asked, evidence: Evidence) {
    super(asked.problem?.message ?? "no good answer");
    this.evidence = [evidence];
  }
}
