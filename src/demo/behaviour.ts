import { classify, type PenguinModel, type Prediction } from "./classify";
import type { Refusal } from "./refusal";
import { waitUntil } from "./wait-until";

/** What an inference does, one step a function, so that a fault can replace the step it spoils. */
export interface Behaviour {
  /** How long the next inference takes from the arrival of its request, milliseconds. */
  serviceMs(): number;
  /** One prediction a row, in order, at `due` of `performance.now()`. */
  predict(rows: readonly number[][], due: number): Promise<Prediction[]>;
  /** The error text for a refused inference with that body. */
  explain(refusal: Refusal, body: string): string;
}

/** A believable service time of a small tabular model behind an HTTP server. */
const SERVICE_MS = 8;
const JITTER_MS = 0.3;

export function soundBehaviour(model: PenguinModel, random: () => number): Behaviour {
  return {
    serviceMs: () => SERVICE_MS + JITTER_MS * (2 * random() - 1),
    predict: async (rows, due) => {
      await waitUntil(due);
      return rows.map((row) => classify(model, row));
    },
    explain: (refusal) => refusal.message,
  };
}
