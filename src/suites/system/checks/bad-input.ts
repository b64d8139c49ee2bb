import { nameStatus } from "../../../http/name-status";
import type { Exchange, HttpRequest } from "../../../http/types";
import type { BadInputKind, OutputValue } from "../../../protocols/types";
import { compareOutputs } from "../../../verdict/compare-outputs";
import { ask } from "../../ask";
import { type Finding, fail, pass, type SystemCheck, skip } from "../check-types";
import type { BadInputRecord, SystemSession } from "../session";

type Kind = BadInputRecord["kind"];

/**
 * What a sound server may answer to a bad input. Refusing it (4xx in the protocol's error shape) is
 * always right; some inputs may also be answered, since servers differ in what they put up with.
 */
type AlsoRight =
  | "right-answer"
  | "finite-answer"
  | "empty-answer"
  | "closed-connection"
  /** 4xx in any form: the framework or a proxy refuses it before the protocol's own code runs. */
  | "any-refusal";

interface BadInput {
  kind: Kind;
  title: string;
  level: SystemCheck["level"];
  alsoRight: AlsoRight[];
}

const BAD_INPUTS: readonly BadInput[] = [
  { kind: "malformed-json", title: "Malformed JSON is refused", level: "standard", alsoRight: [] },
  {
    kind: "wrong-dtype",
    title: "Text where numbers are due is refused",
    level: "standard",
    alsoRight: [],
  },
  {
    kind: "wrong-shape",
    title: "A shape that does not fit its data is refused",
    level: "standard",
    alsoRight: [],
  },
  {
    kind: "missing-field",
    title: "A request without its input is refused",
    level: "standard",
    alsoRight: [],
  },
  {
    kind: "empty-batch",
    title: "An empty batch is answered empty or refused",
    level: "standard",
    alsoRight: ["empty-answer"],
  },
  {
    kind: "wrong-content-type",
    title: "A wrong content type is refused or answered rightly",
    level: "standard",
    alsoRight: ["right-answer", "any-refusal"],
  },
  { kind: "unknown-model", title: "An unknown model is refused", level: "standard", alsoRight: [] },
  {
    kind: "non-finite",
    title: "NaN is refused or answered finitely",
    level: "strict",
    alsoRight: ["finite-answer"],
  },
  {
    kind: "oversize-body",
    title: "An oversized body is refused or answered rightly",
    level: "strict",
    alsoRight: ["right-answer", "closed-connection", "any-refusal"],
  },
];

/** Larger than any row of a table; Triton's parser has died of 4 MB (triton#5840). */
const OVERSIZE_BYTES = 32 * 1024 * 1024;

export const badInputChecks: readonly SystemCheck[] = BAD_INPUTS.map((bad) => ({
  id: bad.kind,
  title: bad.title,
  level: bad.level,
  needsRows: 1,
  run: (session) => tryBadInput(session, bad),
}));

async function tryBadInput(session: SystemSession, bad: BadInput): Promise<Finding> {
  const row = session.rows[0] as (typeof session.rows)[0];
  const { model } = session.context.candidate;
  const request = spoil(bad.kind, session);
  if (request === null) {
    return skip(
      model.messages && isTextFault(bad.kind)
        ? `requests are ${model.messages.what}`
        : `protocol ${model.protocol} cannot express it for this model`,
    );
  }
  const expected = (await session.askWell([row])).answers;
  const exchange = await session.trySend(request);
  const evidence = session.evidence(request, exchange);
  const aliveProblem = await stillWorks(session);
  session.badInputs.push({
    kind: bad.kind,
    exchange,
    evidence,
    row: Object.values(row),
    aliveProblem,
  });
  const problem = judge(bad, exchange, session, expected[0]);
  if (problem !== null) return fail(problem, { evidence: [evidence] });
  return pass(
    exchange.ok ? `answered with status ${nameStatus(exchange.answer)}` : "closed the connection",
  );
}

function judge(
  bad: BadInput,
  exchange: Exchange,
  session: SystemSession,
  expected: Parameters<typeof compareOutputs>[0] | undefined,
): string | null {
  const { model } = session.context.candidate;
  const allows = (what: AlsoRight) => bad.alsoRight.includes(what);
  if (!exchange.ok) {
    const closed = exchange.failure.kind === "reset";
    return closed && allows("closed-connection") ? null : `no answer: ${exchange.failure.message}`;
  }
  const { answer } = exchange;
  const status = model.statusOf?.(answer) ?? answer.status;
  const named = nameStatus({ ...answer, status });
  if (status >= 500) return `answered ${named}: a bad request is the caller's fault, so 4xx is due`;
  if (status >= 400) {
    return model.errorMessage(answer) === null && !allows("any-refusal")
      ? `refused with ${named}, but not in the error form of protocol ${model.protocol}`
      : null;
  }
  if (status < 200 || status >= 300) return `answered ${named} instead of 4xx`;
  if (allows("empty-answer")) return decodeProblem(session, answer, 0);
  if (bad.alsoRight.length === 0) return `accepted with ${answer.status}; 4xx is due`;
  const problem = decodeProblem(session, answer, 1);
  if (problem !== null) return problem;
  const [actual] = model.decode(answer, 1);
  if (allows("finite-answer")) {
    const odd = actual?.outputs.map(({ value }) => nonFiniteIn(value)).find((one) => one !== null);
    return odd === undefined ? null : `answered ${answer.status} with ${odd}`;
  }
  const difference =
    expected && actual ? compareOutputs(expected, actual, session.config.tolerance) : null;
  return difference === null ? null : `answered, but not rightly: ${difference}`;
}

/** The first NaN or infinity in a value, which some protocols write as bare words and raw bytes can hold. */
function nonFiniteIn(value: OutputValue): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : value;
  if (typeof value !== "object" || value === null) return null;
  return (
    Object.values(value)
      .map(nonFiniteIn)
      .find((one) => one !== null) ?? null
  );
}

function decodeProblem(
  session: SystemSession,
  answer: Parameters<SystemSession["context"]["candidate"]["model"]["decode"]>[0],
  rows: number,
): string | null {
  try {
    session.context.candidate.model.decode(answer, rows);
    return null;
  } catch (error) {
    return `answered ${answer.status}, but ${(error as Error).message}`;
  }
}

/** The same good request as ever: Triton has died of a bad one (triton#3119, #3563, #1649). */
async function stillWorks(session: SystemSession): Promise<string | null> {
  const { candidate, signal } = session.context;
  const asked = await ask(candidate, session.rows.slice(0, 1), signal);
  return asked.problem?.message ?? null;
}

function isJson({ headers }: HttpRequest): boolean {
  return headers["content-type"]?.startsWith("application/json") ?? false;
}

/** Faults that any JSON can have, whatever the protocol. */
function isTextFault(kind: Kind): kind is Exclude<Kind, BadInputKind> {
  return kind === "malformed-json" || kind === "wrong-content-type" || kind === "oversize-body";
}

function spoil(kind: Kind, session: SystemSession): HttpRequest | null {
  const row = session.rows[0] as (typeof session.rows)[0];
  const { model } = session.context.candidate;
  if (!isTextFault(kind)) return model.badInput(kind, row);
  const good = model.encodeText?.([row]) ?? model.encode([row]);
  if (kind === "oversize-body" && model.messages) return model.messages.pad(good, OVERSIZE_BYTES);
  if (good.body === null || !isJson(good)) return null;
  if (kind === "malformed-json")
    return { ...good, body: good.body.subarray(0, good.body.length - 1) };
  if (kind === "wrong-content-type") {
    return { ...good, headers: { ...good.headers, "content-type": "text/plain" } };
  }
  // White space is legal JSON, so a server that takes the size must also give the right answer.
  return { ...good, body: Buffer.concat([good.body, Buffer.alloc(OVERSIZE_BYTES, " ")]) };
}
