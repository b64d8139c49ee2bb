import { otherPurpose } from "../../data/captures/inference";

/** What a path says that it changes, or may change. Whole words: "payload" does not load. */
const CHANGING = new Set(
  [
    "create add insert append update upsert patch edit delete remove purge clear reset",
    "save write upload import ingest index reindex publish enqueue submit commit",
    "register unregister deregister load unload reload deploy undeploy promote rollback scale",
    "train retrain fit finetune tune tuning learn feedback annotate annotations",
    "start stop restart shutdown kill admin management config configure",
    "job jobs order orders payment payments checkout purchase refund",
    "send email notify notifications subscribe webhook webhooks",
    "graphql rpc jsonrpc",
  ].flatMap((line) => line.split(" ")),
);

/** The last part of the routes of serving protocols, and of what people call their own. */
const INFERENCE =
  /(^|[/:])(infer|predict|predictions|rawpredict|streamrawpredict|invocations|invoke|score|generate|generate_stream|generatecontent|completions|embeddings|embed|embed_all|rerank|classify|regress|explain)$/i;

/** TorchServe's `/predictions/NAME`, whatever the model is called. */
const NAMED = /\/(predictions|explanations)\/[^/]+(\/[^/]+)?$/i;

/**
 * By what the path of a POST says that it changes something, null where nothing does: an inference
 * only asks, however often it is sent. Routes of model servers are known, paths that end as inferences
 * do are inferences, and of all others the words count.
 */
export function stateChange(path: string): string | null {
  const other = otherPurpose("POST", path);
  if (other !== null) return other.replace(/^POST /, "");
  const [route = ""] = path.split("?");
  const trimmed = route.replace(/\/+$/, "");
  if (INFERENCE.test(trimmed) || NAMED.test(trimmed)) return null;
  const words = trimmed
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .match(/\p{L}+/gu);
  return words?.find((word) => CHANGING.has(word)) ?? null;
}
