import { isDeepStrictEqual } from "node:util";
import { InfergateError } from "../../../errors";
import { cosineSimilarity } from "../../../stats/text/cosine-similarity";
import { ask } from "../../ask";
import type { Endpoint } from "../../types";
import { type Scorer, type ScoringContext, unscored } from "./types";
import { withScorer } from "./with-scorer";

const MOST_TEXTS = 32;
const TEXT = "text";

/**
 * Cosine similarity of the embeddings of answer and label; opposed or unrelated texts score 0. So does
 * an empty answer, which is not sent: some endpoints refuse it, and others find it near everything.
 * No label is empty: `data/` refuses it.
 */
export const similarity: Scorer<"similarity"> = async ({ endpoint }, { truth, texts }, context) => {
  const pairs = texts.map((text, index) => ({ text, label: String(truth[index] ?? "") }));
  const wanted = new Set(
    pairs.flatMap(({ text, label }) => (text === null || isBlank(text) ? [] : [text, label])),
  );
  return withScorer("the embeddings endpoint", context, endpoint, [TEXT], async (opened) => {
    const vectors = await embed(opened, [...wanted], context);
    if (tellsNothingApart(vectors)) {
      return unscored(
        `the embeddings endpoint gave the same embedding for each of ${vectors.size} texts`,
      );
    }
    const values = pairs.map(({ text, label }) => {
      if (text === null || isBlank(text)) return 0;
      const score = cosineSimilarity(vectors.get(text) ?? [], vectors.get(label) ?? []);
      return Math.max(0, score);
    });
    const bad = values.findIndex(Number.isNaN);
    if (bad < 0) return { values, note: null };
    return unscored(`the embeddings of row ${bad + 1} have no common length, or are all zero`);
  });
};

function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Every text would be like every other. Texts that differ in case and punctuation alone may be alike. */
function tellsNothingApart(vectors: ReadonlyMap<string, number[]>): boolean {
  const [first, ...others] = vectors.values();
  const words = [...vectors.keys()].map((text) =>
    text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""),
  );
  return (
    new Set(words).size > 1 &&
    // All zero is told of the row.
    first?.some((value) => value !== 0) === true &&
    others.every((other) => isDeepStrictEqual(other, first))
  );
}

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

/** A single number is a score, and the cosine of any two of the same sign is 1. */
function readVector(value: unknown): number[] {
  const only =
    Array.isArray(value) && value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
  const isVector =
    Array.isArray(only) && only.length > 1 && only.every((one) => typeof one === "number");
  if (isVector) return only as number[];
  throw new InfergateError("answer/shape", "the answer is no embedding, a list of numbers");
}
