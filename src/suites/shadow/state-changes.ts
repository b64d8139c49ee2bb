/** What a path says that it changes, or may change. Whole words: "payload" does not load. */
const CHANGING = new Set(
  [
    "create add insert append update upsert patch edit delete remove purge clear reset",
    "save write upload uploads import ingest index reindex publish enqueue submit commit",
    "register unregister deregister load unload reload deploy undeploy promote rollback scale",
    "train retrain fit finetune tune tuning learn feedback annotate annotations",
    "start stop restart shutdown kill admin management config configure",
    "job jobs batches order orders payment payments checkout purchase refund",
    "send email notify notifications subscribe webhook webhooks",
    "files threads assistants graphql rpc jsonrpc",
  ].flatMap((line) => line.split(" ")),
);

/** The last part of the routes of serving protocols, and of what people call their own. */
const INFERENCE =
  /(^|[/:])(infer|predict|predictions|rawpredict|streamrawpredict|invocations|invoke|score|generate|generate_stream|generatecontent|completions|embeddings|embed|embed_all|rerank|classify|regress|explain)$/i;

/** TorchServe's `/predictions/NAME`, whatever the model is called. */
const NAMED = /\/(predictions|explanations)\/[^/]+(\/[^/]+)?$/i;

/** A POST to the list of models registers one (TorchServe's management API). */
const REGISTERING = /\/(models)$/i;

/**
 * The word by which the path of a POST says that it changes something, null where none does: an
 * inference only asks, however often it is sent. Paths that end as inferences do are inferences.
 */
export function stateChange(path: string): string | null {
  const [route = ""] = path.split("?");
  const trimmed = route.replace(/\/+$/, "");
  if (INFERENCE.test(trimmed) || NAMED.test(trimmed)) return null;
  const [, list] = REGISTERING.exec(trimmed) ?? [];
  if (list !== undefined) return list;
  const words = trimmed
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .match(/\p{L}+/gu);
  return words?.find((word) => CHANGING.has(word)) ?? null;
}
