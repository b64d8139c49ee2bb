import penguinsV2 from "./model/penguins-v2.json";
import penguinsV3 from "./model/penguins-v3.json";

export type Role = "baseline" | "candidate";

/** Multinomial logistic regression; `weights` is [classes][features] on standardised features. */
export interface PenguinModel {
  name: string;
  version: string;
  classes: string[];
  features: string[];
  means: number[];
  scales: number[];
  weights: number[][];
  intercepts: number[];
}

export interface Prediction {
  species: string;
  /** In the order of `classes`, six decimals. */
  probabilities: number[];
}

export const MODELS: Record<Role, PenguinModel> = { baseline: penguinsV2, candidate: penguinsV3 };

/** So that no input, however huge, overflows into NaN; real rows stay within 4. */
const LARGEST_Z = 1e6;

/** `row` holds the raw measurements in the order of `features`. */
export function classify(model: PenguinModel, row: readonly number[]): Prediction {
  const input = row.map((value, j) => {
    const z = (value - (model.means[j] as number)) / (model.scales[j] as number);
    return Math.max(-LARGEST_Z, Math.min(LARGEST_Z, z));
  });
  const probabilities = softmax(
    model.weights.map((weights, k) => (model.intercepts[k] as number) + dot(weights, input)),
  );
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    species: model.classes[best] as string,
    probabilities: probabilities.map((probability) => Number(probability.toFixed(6))),
  };
}

function softmax(scores: number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
