import { InfergateError } from "../../errors";
import type { HttpAnswer, HttpClient } from "../../http/types";
import { getRequest, isObject, tryParseJson } from "../json-body";
import { describeOutcome } from "../refusals";

export interface ListedModel {
  id: string;
  /** Who serves it: vllm, sglang, llamacpp, … Null where the list does not say. */
  ownedBy: string | null;
}

export const MODELS = getRequest("/v1/models");

/** The models of `{"object": "list", "data": […]}`, null where the answer is no such list. */
export function readModels(answer: HttpAnswer): ListedModel[] | null {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  if (!isObject(body) || body.object !== "list" || !Array.isArray(body.data)) return null;
  return body.data
    .filter(isObject)
    .flatMap(({ id, owned_by }) =>
      typeof id === "string"
        ? [{ id, ownedBy: typeof owned_by === "string" ? owned_by : null }]
        : [],
    );
}

/** The model to ask: the named one, or the only one. */
export async function findModel(
  client: HttpClient,
  wanted: string | null,
  signal: AbortSignal,
): Promise<ListedModel> {
  const exchange = await client.send(MODELS, { signal });
  const models = exchange.ok ? (readModels(exchange.answer) ?? []) : [];
  const named = models.find(({ id }) => id === wanted);
  // Whether an unlisted name is served, is for the system suite to find out.
  if (wanted !== null) return named ?? { id: wanted, ownedBy: null };
  const [only] = models;
  if (models.length === 1 && only) return only;
  throw new InfergateError(
    "config/model-needed",
    models.length === 0
      ? `${client.url} speaks the OpenAI protocol, but lists no model: ${describeOutcome(MODELS, exchange)}`
      : `${client.url} serves ${models.length} models: ${models
          .slice(0, 10)
          .map(({ id }) => id)
          .join(", ")}`,
    `Say which one to gate: endpoint: { model: ${JSON.stringify(only?.id ?? "NAME")} }`,
  );
}
