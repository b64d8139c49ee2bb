import { bindInstances, listSchema } from "../bind-instances";
import { getRequest } from "../json-body";
import { tryParseNonFinite } from "../non-finite-json";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "../types";
import { dataframeSplit, findPredictions, readMlflowError, rowToCells } from "./scoring";

/**
 * MLflow's scoring server (mlflow/mlflow `mlflow/pyfunc/scoring_server/__init__.py`). It serves one
 * model without a name; `/version` is that of MLflow, not of the model.
 */
export const mlflow: ProtocolAdapter = {
  name: "mlflow",
  reach: "/ping",
  reservedParameters: [],
  signs: () => [
    {
      requests: [getRequest("/ping"), getRequest("/version")],
      recognise(ping, version) {
        const text = version?.body.toString("utf8").trim().replace(/^"|"$/g, "") ?? "";
        const both = ping?.status === 200 && version?.status === 200;
        // Both are blank but for the number: TorchServe and SageMaker's containers have a /ping, too.
        return both && ping.body.toString().trim() === "" && /^\d+\.\d+(\.\w+)*$/.test(text)
          ? `GET /ping answers an empty 200 and GET /version ${text}`
          : null;
      },
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    return bindInstances(
      {
        protocol: "mlflow",
        path: "/invocations",
        unknownModelPath: null,
        identity: { model: options.model, version: null, versions: [] },
        health: {
          live: { request: getRequest("/health") },
          ready: { request: getRequest("/ping") },
        },
        toInstance: rowToCells,
        wrap: (instances, columns) => dataframeSplit(instances, columns, options.parameters),
        parse: tryParseNonFinite,
        findList: findPredictions,
        listName: "predictions",
        answerSchema: listSchema("predictions"),
        errorMessage: readMlflowError,
      },
      options,
    );
  },
};
