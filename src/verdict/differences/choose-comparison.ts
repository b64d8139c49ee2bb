import type { Comparison } from "../../config/types";
import type { OutputValue } from "../../protocols/types";
import type { CompareRules } from "./comparer";
import { isDistribution } from "./probabilities";
import { isNumber, isNumbers, isText, readScoredLabels } from "./values";
import { VECTOR } from "./vector";

type Look = (value: OutputValue, rules: CompareRules) => boolean;

const SHORTEST_RANKING = 3;
/** A name of a class may be of several words; a sentence is none. */
const MOST_WORDS = 3;

/**
 * What two values can both be taken for, the most telling first. A retrained model's scores always
 * differ a little, so scores of known classes are the class they name. Where nothing fits, or the two
 * are not alike, every place of them must be the same.
 */
const LOOKS: readonly [Comparison, Look][] = [
  ["class", (value, rules) => isScoresOf(rules.classes, value) && rules.labelOf(value) !== null],
  ["number", isNumber],
  ["class", (value) => isWord(value) || typeof value === "boolean"],
  ["text", isText],
  ["probabilities", isDistribution],
  ["top_k", (value) => readScoredLabels(value) !== null],
  ["ranking", isRanking],
  ["vector", (value, rules) => VECTOR.isFit(value, rules)],
];

/** How two values of an output are best compared, where the config does not say. */
export function chooseComparison(
  expected: OutputValue,
  actual: OutputValue,
  rules: CompareRules,
): Comparison {
  const found = LOOKS.find(([, looks]) => looks(expected, rules) && looks(actual, rules));
  return found?.[0] ?? "json";
}

function isScoresOf(classes: CompareRules["classes"], value: OutputValue): boolean {
  return classes !== null && isNumbers(value) && value.length === classes.length;
}

function isWord(value: OutputValue): boolean {
  return isText(value) && value.split(/\s+/, MOST_WORDS + 1).length <= MOST_WORDS;
}

/** Different texts in a row; words that come again are a sequence. */
function isRanking(value: OutputValue): boolean {
  if (!Array.isArray(value) || value.length < SHORTEST_RANKING) return false;
  return value.every(isText) && new Set(value).size === value.length;
}
