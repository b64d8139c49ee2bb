import { nameStatus } from "../../../http/name-status";
import type { HttpAnswer } from "../../../http/types";
import { describeOddBody, tryParseJson } from "../../../protocols/json-body";
import type { HealthQuestion } from "../../../protocols/types";
import { type Finding, fail, pass, type SystemCheck, skip } from "../check-types";
import type { SystemSession } from "../session";

/** What the answer to a health question means: bodies differ between servers, so mostly the status tells. */
function problemOf({ problem }: HealthQuestion, answer: HttpAnswer): string | null {
  return answer.status === 200
    ? (problem?.(answer) ?? null)
    : `answered ${nameStatus(answer)} instead of 200`;
}

async function expectOk(
  session: SystemSession,
  questions: (HealthQuestion | undefined)[],
): Promise<Finding> {
  const known = questions.filter((question) => question !== undefined);
  if (known.length === 0) {
    return skip(`protocol ${session.context.candidate.model.protocol} has no such question`);
  }
  for (const question of known) {
    const { request } = question;
    const exchange = await session.send(request);
    const problem = problemOf(question, exchange.answer);
    if (problem !== null) {
      return fail(`${request.method} ${request.path} ${problem}`, {
        evidence: [session.evidence(request, exchange)],
      });
    }
  }
  return pass(
    `${known.map(({ request }) => `${request.method} ${request.path}`).join(" and ")} answered 200`,
  );
}

export const live: SystemCheck = {
  id: "live",
  title: "The server says that it is alive",
  level: "smoke",
  needsRows: 0,
  run: (session) => expectOk(session, [session.context.candidate.model.health.live]),
};

/** Servers have said "ready" with no model loaded (MLServer#2056, kserve#1124). */
export const ready: SystemCheck = {
  id: "ready",
  title: "The server and the model say that they are ready",
  level: "smoke",
  needsRows: 0,
  async run(session) {
    const { ready, modelReady, unknownReady } = session.context.candidate.model.health;
    const finding = await expectOk(session, [ready, modelReady]);
    if (finding.verdict !== "pass" || !unknownReady) return finding;
    const exchange = await session.send(unknownReady.request);
    return problemOf(unknownReady, exchange.answer) === null
      ? fail("a model that does not exist is said to be ready, so ready means nothing here", {
          evidence: [session.evidence(unknownReady.request, exchange)],
        })
      : finding;
  },
};

/** A gateway's page is a 200, too. */
function asJson(question: HealthQuestion | undefined): HealthQuestion | undefined {
  return (
    question && {
      ...question,
      problem: (answer) =>
        tryParseJson(answer) === undefined
          ? `answered 200, but ${describeOddBody(answer)}`
          : (question.problem?.(answer) ?? null),
    }
  );
}

export const metadata: SystemCheck = {
  id: "metadata",
  title: "The model describes its inputs and outputs",
  level: "smoke",
  needsRows: 0,
  async run(session) {
    const { health, signature, protocol, identity, messages } = session.context.candidate.model;
    // What the user's own path gives may be any text, and messages are read by their own rules.
    const isJson = protocol !== "http" && !messages;
    const question = isJson ? asJson(health.metadata) : health.metadata;
    const finding = await expectOk(session, [question]);
    if (finding.verdict !== "pass" || protocol !== "oip-v2") return finding;
    if (!signature && health.metadata) {
      const { request } = health.metadata;
      const exchange = await session.send(request);
      return fail("the model metadata cannot be read: it must hold name, inputs and outputs", {
        evidence: [session.evidence(request, exchange)],
      });
    }
    const names = (list: { name: string }[]) =>
      list.map(({ name }) => name).join(", ") || "none named";
    return pass(
      `model ${identity.model}, inputs: ${names(signature?.inputs ?? [])}; outputs: ${names(signature?.outputs ?? [])}`,
    );
  },
};
