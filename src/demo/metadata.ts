import { OUTPUTS } from "./infer-answer";
import { INPUT_NAME } from "./parse-infer";
import type { Serving } from "./serving";

/** What a server of version 2 and 3 says about itself, by the protocol's response objects. */
export function serverMetadata(): object {
  return { name: "infergate-demo", version: "1", extensions: ["model_repository"] };
}

export function repositoryIndex({ model }: Serving): object {
  return [{ name: model.name, version: model.version, state: "READY", reason: "" }];
}

export function modelReady({ model }: Serving): object {
  return { name: model.name, ready: true };
}

export function modelMetadata({ model }: Serving): object {
  return {
    name: model.name,
    versions: [model.version],
    platform: "infergate_logistic-regression",
    inputs: [{ name: INPUT_NAME, datatype: "FP64", shape: [-1, model.features.length] }],
    outputs: Object.entries(OUTPUTS).map(([name, { datatype, width }]) => {
      const columns = width(model);
      return { name, datatype, shape: columns === null ? [-1] : [-1, columns] };
    }),
  };
}
