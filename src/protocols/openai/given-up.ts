import type { Json } from "../json-body";

/** An engine that gives up ends its choice by these words, in a 200 (vllm-project/vllm#57082). */
const REASONS = ["abort", "error"];
/** States of a response (`/v1/responses`) whose text is not whole. */
const STATES = ["failed", "incomplete", "cancelled"];

/** Why the choice is not whole, null where it is. A text cut at `max_tokens` is as long as was asked. */
export function choiceGivenUp({ finish_reason: reason }: { [key: string]: Json }): string | null {
  return typeof reason === "string" && REASONS.includes(reason)
    ? `finish_reason is ${reason}`
    : null;
}

/** The same of a response. */
export function responseGivenUp(response: { [key: string]: Json }): string | null {
  const { status, incomplete_details: details = null } = response;
  if (typeof status !== "string" || !STATES.includes(status)) return null;
  return `status is ${status}${details === null ? "" : `: ${JSON.stringify(details)}`}`;
}
