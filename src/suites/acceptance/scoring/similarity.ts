import { InfergateError } from "../../../errors";
import { cosineSimilarity } from "../../../stats/text/cosine-similarity";
import { ask } from "../../ask";
import type { Endpoint } from "../../types";
import { type Scorer, type ScoringContext, unscored } from "./types";
import { withScorer } from "./with-scorer";

const MOST_TEXTS = 32;
const TEXT = "text";

/** Cosine similarity of the embeddings of answer and label; opposed or unrelated texts score 0. */
export const similarity: Scorer<"similarity"> = async ({ endpoint }, { truth, texts }, context) => {
  const pairs = texts.map((text, index) => [text, String(truth[index] ?? "")] as const);
  const wanted = new Set(pairs.flatMap(([text, label]) => (text === null ? [] : [text, label])));
  return withScorer("the embeddings endpoint", context, endpoint, [TEXT], async (opened) => {
    const vectors = await embed(opened, [...wanted], context);
    const values = pairs.map(([text, label]) => {
      if (text === null) return 0;
      const score = cosineSimilarity(vectors.get(text) ?? [], vectors.get(label) ?? []);
      return Math.max(0, score);
    });
    const bad = values.findIndex(Number.isNaN);
    if (bad < 0) return { values, note: null };
    return unscored(`the embeddings of row ${bad + 1} have no common length, or are all zero`);
  });
};

async function embed(
  endpoint: Endpoint,
  texts: readonly string[],
  { signal }: ScoringContext,
): Promise<Map<string, number[]>> {
  const vectors = new Map<string, number[]>();
  const size = Math.min(MOST_TEXTS, endpoint.model.maxBatch);
  for (let start = 0; start < texts.length; start += size) {
    const some = texts.slice(start, start + size);
    const asked = await ask(
      endpoint,
      some.map((text) => ({ [TEXT]: text })),
      signal,
    );
    if (!asked.answers) throw asked.problem;
    for (const [index, answer] of asked.answers.entries()) {
      vectors.set(some[index] as string, readVector(answer.outputs[0]?.value));
    }
  }
  return vectors;
}

function readVector(value: unknown): number[] {
  const only =
    Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
  if (Array.isArray(only) && only.every((one) => typeof one === "number")) return only as number[];
  throw new InfergateError("answer/shape", "the answer is no embedding, a list of numbers");
}
