import { InfergateError } from "../errors";
import { STREAM_HEADERS } from "../streams/stream-headers";
import { readStream, type StreamProtocol } from "../streams/stream-reader";
import {
  getRequest,
  isObject,
  parseErrorFreeJson,
  parseGoodJson,
  postJson,
  readText,
  tryParseJson,
} from "./json-body";
import { inventPrompt, textOf } from "./text-feature";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

/** One token an event; the last has the whole text, and there is no `[DONE]`. */
const TOKENS: StreamProtocol = {
  ending: "generated_text",
  readWord: () => null,
  read({ error, token, generated_text, details }) {
    if (typeof error === "string") return { error };
    const isText = isObject(token) && token.special !== true && typeof token.text === "string";
    const whole = typeof generated_text === "string";
    const count = isObject(details) ? details.generated_tokens : undefined;
    return {
      deltas: isText ? [{ kind: "content", text: String(token.text) }] : [],
      finished: whole,
      ended: whole,
      ...(typeof count === "number" ? { usage: { tokens: count, reasoning: 0 } } : {}),
    };
  },
};

/**
 * Hugging Face Text Generation Inference (huggingface/text-generation-inference `docs/openapi.json`,
 * 2.4.1). Its OpenAI routes are those of protocol openai.
 */
export const tgi: ProtocolAdapter = {
  name: "tgi",
  reach: "/health",
  reservedParameters: ["details"],
  signs: () => [
    {
      requests: [getRequest("/info")],
      recognise(answer) {
        const body = answer.status === 200 ? tryParseJson(answer) : undefined;
        const isInfo =
          isObject(body) && typeof body.model_id === "string" && "max_input_tokens" in body;
        return isInfo ? `GET /info answers text generation with ${body.model_id}` : null;
      },
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { client, signal, features, evidence } = options;
    const exchange = await client.send(getRequest("/info"), { signal });
    const read = (key: string) => (exchange.ok ? readText(exchange.answer, key) : null);
    const version = read("model_sha");
    const errorMessage: ModelBinding["errorMessage"] = (answer) => readText(answer, "error");
    const parameters = { do_sample: false, ...options.parameters, details: false };
    return {
      protocol: "tgi",
      evidence,
      identity: { model: read("model_id"), version, versions: version === null ? [] : [version] },
      signature: null,
      health: {
        ready: { request: getRequest("/health") },
        metadata: { request: getRequest("/info") },
      },
      maxBatch: 1,
      answerSchema: {
        type: "object",
        required: ["generated_text"],
        properties: { generated_text: { type: "string" } },
      },
      encode([row], { stream = false } = {}) {
        const inputs = textOf(row ?? {}, features);
        if (!stream) return postJson("/generate", { inputs, parameters });
        // Only the details say how many tokens there were (`router/src/server.rs`).
        const counted = { ...parameters, details: true };
        const request = postJson("/generate_stream", { inputs, parameters: counted });
        return { ...request, headers: { ...request.headers, ...STREAM_HEADERS } };
      },
      decodeStream(answer) {
        if (answer.status !== 200) parseGoodJson(answer, errorMessage(answer));
        return readStream(answer, TOKENS);
      },
      decode(answer) {
        const body = parseErrorFreeJson(answer, errorMessage(answer));
        if (!isObject(body) || typeof body.generated_text !== "string") {
          throw new InfergateError("answer/shape", "the answer has no text generated_text");
        }
        return [{ outputs: [{ name: "generated_text", value: body.generated_text }] }];
      },
      servedVersion: () => null,
      answerId: () => null,
      errorMessage,
      badInput(kind) {
        if (kind === "wrong-dtype") return postJson("/generate", { inputs: 42, parameters });
        return kind === "missing-field" ? postJson("/generate", { parameters }) : null;
      },
      inventRow: inventPrompt,
    };
  },
};
