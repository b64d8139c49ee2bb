import { truncateText } from "../../http/printable-text";
import { isObject, type Json } from "../json-body";

type Body = { [key: string]: Json };

const LONGEST_SHOWN = 200;

/**
 * A text that stops for these is not what the model had to say: OpenAI's filter, vLLM's and SGLang's
 * "abort" (in a 200: vllm-project/vllm#57082), the "error" of gateways, DeepSeek's want of machines.
 * `length` is what the request asked for.
 */
const BROKEN: ReadonlySet<unknown> = new Set([
  "abort",
  "content_filter",
  "error",
  "insufficient_system_resource",
]);

/** Why the text of a choice is not whole, null where nothing is known against it. */
export function whyUnfinished({ finish_reason }: Body): string | null {
  return BROKEN.has(finish_reason) ? `the model stopped for "${finish_reason}"` : null;
}

/** The same of a response of `/v1/responses`, by its status. */
export function whyResponseUnfinished(status: unknown, response: Body): string | null {
  if (status === "failed" || status === "cancelled") {
    return `response.${status}: ${readError(response) ?? "no reason given"}`;
  }
  if (status !== "incomplete") return null;
  const { incomplete_details: details } = response;
  const reason = isObject(details) ? details.reason : undefined;
  // As many tokens as the request asked for: chat calls that `length`.
  if (reason === "max_output_tokens") return null;
  return `response.incomplete: ${typeof reason === "string" ? reason : "no reason given"}`;
}

/** Whether the text ends at the limit of tokens that the request set, or the model has. */
export function isCut({ finish_reason, status }: Body): boolean {
  // Incomplete for any other reason is an error.
  return finish_reason === "length" || status === "incomplete";
}

/** An error inside a good status, however it is written; null where there is none. */
export function readError(body: Body): string | null {
  const { error, object, type, message } = body;
  if (object === "error" || type === "error") {
    if (typeof message === "string") return message;
    if (!isObject(error)) return truncateText(JSON.stringify(body), LONGEST_SHOWN);
  }
  if (isObject(error)) return String(error.message ?? JSON.stringify(error));
  return error === undefined || error === null || error === false ? null : String(error);
}
