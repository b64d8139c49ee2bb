import type { Comparison } from "../../config/types";
import { CLASS } from "./class";
import type { Comparer } from "./comparer";
import { JSON_BY_PATH } from "./json";
import { NUMBER } from "./number";
import { PROBABILITIES } from "./probabilities";
import { RANKING } from "./ranking";
import { TEXT } from "./text";
import { TOP_K } from "./top-k";
import { VECTOR } from "./vector";

/** Every way to compare, by the word of the config. */
export const COMPARERS: Readonly<Record<Comparison, Comparer>> = {
  class: CLASS,
  number: NUMBER,
  vector: VECTOR,
  probabilities: PROBABILITIES,
  top_k: TOP_K,
  ranking: RANKING,
  text: TEXT,
  json: JSON_BY_PATH,
};
