import type { Tolerance } from "../../config/types";
import type { Row } from "../../data/types";
import type { HttpRequest } from "../../http/types";
import type { Reference } from "../../load/answer-checker";
import type { Answer, EncodeOptions } from "../../protocols/types";
import { compareOutputs } from "../../verdict/compare-outputs";
import type { Evidence } from "../../verdict/result";
import { type Asked, ask } from "../ask";
import { describeAsked } from "../describe-asked";
import type { SuiteContext } from "../types";
import { MOST_UNANSWERED_ALONE, REFERENCE_PASS_MS } from "./load-limits";

/** The endpoint's own answers to the inputs of the load, each taken twice, alone and unloaded. */
export interface References {
  /** Sent again and again under load, each with a constant id, so that equal answers have equal bytes. */
  requests: HttpRequest[];
  references: Reference[];
  /** What each of the requests is for. */
  rows: Row[];
  /** Why answers cannot be compared: how the endpoint contradicted itself; null where it did not. */
  contradiction: string | null;
  /** How long good unloaded answers take, once the endpoint is warm, milliseconds, ascending; at least one. */
  unloadedMs: Float64Array;
}

/** Why there is nothing to put under load. */
export interface NoReferences {
  verdict: "error" | "fail";
  message: string;
  hint: string | null;
  evidence: Evidence[];
}

/**
 * Asks for every input twice, one request at a time; the second time in the opposite order, so that
 * an answer which depends on the request before it shows. As many inputs as time allows, at least one.
 */
export async function collectReferences(
  context: SuiteContext,
  rows: readonly Row[],
  { tolerance, stream }: { tolerance: Tolerance; stream: boolean },
): Promise<References | NoReferences> {
  const questions = rows.map((row, index) => ({ row, options: { id: `load-${index}`, stream } }));
  const first = await askAll(context, questions);
  if ("verdict" in first) return first;
  const asked = questions.slice(0, first.length);
  const second = await askAll(context, asked.toReversed());
  if ("verdict" in second) return second;
  // A slow second pass may not have come to the first questions again.
  const pairs = second.toReversed().map((again, index) => {
    const question = asked.length - second.length + index;
    const { row } = questions[question] as { row: Row };
    return { id: `load-${question}`, row, once: first[question] as Asked, again };
  });
  if (pairs.every(({ once, again }) => !once.answers && !again.answers)) {
    return neverWell(context, pairs[0]?.once as Asked);
  }
  return {
    requests: pairs.map(({ once }) => once.request),
    rows: pairs.map(({ row }) => row),
    // Only inputs that the endpoint itself answers in two ways go without a comparison.
    references: pairs.map((pair) =>
      contradictionOf(pair, tolerance) === null
        ? toReference(context, pair.id, pair.once.answers ? pair.once : pair.again)
        : NO_REFERENCE,
    ),
    contradiction:
      pairs.map((pair) => contradictionOf(pair, tolerance)).find((found) => found !== null) ?? null,
    unloadedMs: warmTimes(pairs),
  };
}

/**
 * Of the second pass: the first one opens connections, fills caches, and makes lazy models load. A load
 * that may take as long as a cold answer to be answered in its time would be given seconds of grace.
 */
function warmTimes(pairs: readonly Record<"once" | "again", Asked>[]): Float64Array {
  const warm = timesOf(pairs.map(({ again }) => again));
  return warm.length > 0 ? warm : timesOf(pairs.map(({ once }) => once));
}

function timesOf(all: readonly Asked[]): Float64Array {
  const times = all.flatMap(({ exchange, answers }) =>
    exchange.ok && answers ? [exchange.answer.durationMs] : [],
  );
  return Float64Array.from(times).sort();
}

async function askAll(
  context: SuiteContext,
  questions: readonly { row: Row; options: EncodeOptions }[],
): Promise<Asked[] | NoReferences> {
  const { candidate, clock, signal, progress } = context;
  const startedAt = clock.now();
  const all: Asked[] = [];
  let unanswered = 0;
  for (const { row, options } of questions) {
    if (all.length > 0 && clock.now() - startedAt > REFERENCE_PASS_MS) break;
    progress("load", all.length, questions.length, "asking unloaded");
    const asked = await ask(candidate, [row], signal, options);
    if (signal.aborted) {
      return {
        verdict: "error",
        message: `not judged: ${context.whyStopped()}`,
        hint: null,
        evidence: [],
      };
    }
    all.push(asked);
    unanswered = asked.exchange.ok ? 0 : unanswered + 1;
    if (unanswered === MOST_UNANSWERED_ALONE) return notAnswered(context, asked, all);
  }
  return all;
}

/** Never reached is `error`; reached and silent is `fail`. */
function notAnswered(context: SuiteContext, last: Asked, all: readonly Asked[]): NoReferences {
  const reached = all.some(({ exchange }) => exchange.ok || exchange.failure.reached);
  return {
    verdict: reached ? "fail" : "error",
    message: `${MOST_UNANSWERED_ALONE} unloaded requests in a row got no answer: ${last.problem?.message}`,
    hint: last.problem?.hint ?? null,
    evidence: [describeAsked(context.candidate, last)],
  };
}

function neverWell(context: SuiteContext, asked: Asked): NoReferences {
  return {
    verdict: "fail",
    message: `no input got a good answer, even unloaded: ${asked.problem?.message}`,
    hint: asked.problem?.hint ?? null,
    evidence: [describeAsked(context.candidate, asked)],
  };
}

function toReference({ candidate }: SuiteContext, id: string, asked: Asked): Reference {
  const { exchange, answers } = asked;
  if (!exchange.ok || !answers) return NO_REFERENCE;
  return {
    echoedId: candidate.model.answerId(exchange.answer) === id ? id : null,
    answer: answers[0] as Answer,
    body: exchange.answer.body,
  };
}

const NO_REFERENCE: Reference = { echoedId: null, answer: null, body: null };

function contradictionOf(
  { once, again }: { once: Asked; again: Asked },
  tolerance: Tolerance,
): string | null {
  const [before] = once.answers ?? [];
  const [after] = again.answers ?? [];
  return before && after ? compareOutputs(before, after, tolerance) : null;
}
