import type { PenguinModel, Prediction } from "./classify";
import { parseInfer } from "./parse-infer";
import { Refusal } from "./refusal";
import type { RoutedRequest, Serving } from "./serving";

interface Output {
  datatype: string;
  /** Columns of a `[n, columns]` output, null for a `[n]` output. */
  width(model: PenguinModel): number | null;
  data(predictions: Prediction[]): (string | number)[];
}

/** In the order in which they are answered; the first is the prediction. */
export const OUTPUTS: Record<string, Output> = {
  species: {
    datatype: "BYTES",
    width: () => null,
    data: (predictions) => predictions.map(({ species }) => species),
  },
  probabilities: {
    datatype: "FP64",
    width: (model) => model.classes.length,
    data: (predictions) => predictions.flatMap(({ probabilities }) => probabilities),
  },
};

export async function inferAnswer(
  { model, behaviour }: Serving,
  { arrived, body }: RoutedRequest,
): Promise<object> {
  const { id, rows, outputs } = readRequest(model, body, behaviour.explain);
  const predictions = await behaviour.predict(rows, arrived + behaviour.serviceMs());
  return {
    model_name: model.name,
    model_version: model.version,
    ...(id === undefined ? {} : { id }),
    outputs: outputs.map((name) => {
      const { datatype, width, data } = OUTPUTS[name] as Output;
      const columns = width(model);
      const shape = columns === null ? [predictions.length] : [predictions.length, columns];
      return { name, datatype, shape, data: data(predictions) };
    }),
  };
}

function readRequest(model: PenguinModel, body: string, explain: Serving["behaviour"]["explain"]) {
  try {
    return parseInfer(body, model.features.length, Object.keys(OUTPUTS));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.status, explain(error, body));
  }
}
