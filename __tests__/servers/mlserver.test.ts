import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pythonServer } from "./python-server";
import { testServer } from "./real-server";

const INTERNAL = "the model's exception is answered as INTERNAL";
const GRPC_DEVIATIONS = {
  "wrong-dtype": INTERNAL,
  "wrong-shape": INTERNAL,
  "empty-batch": INTERNAL,
};

const { script, command } = pythonServer("mlserver");

testServer({
  server: "MLServer",
  train: async (folder) => script("train.py", folder),
  start: async (folder, port, grpcPort) => {
    const settings = { host: "127.0.0.1", http_port: port, grpc_port: grpcPort, metrics_port: 0 };
    const model = {
      name: "penguins",
      implementation: "mlserver_sklearn.SKLearnModel",
      parameters: { uri: "./model.joblib", version: "v1" },
    };
    await writeFile(
      join(folder, "settings.json"),
      JSON.stringify({ ...settings, parallel_workers: 0, metrics_endpoint: null }),
    );
    await writeFile(join(folder, "model-settings.json"), JSON.stringify(model));
    return command("mlserver", ["start", folder]);
  },
  readyPath: "/v2/models/penguins/ready",
  version: async (url) =>
    ((await (await fetch(`${url}/v2`)).json()) as { version: string }).version,
  runs: [
    {
      name: "mlserver",
      protocol: "oip-v2",
      evidence: /GET \/v2 answers server metadata: mlserver/,
      deviations: {
        "malformed-json":
          'refused by FastAPI with 422 {"detail"}, where the protocol has {"error"}',
        "missing-field": 'refused by FastAPI with 422 {"detail"}, where the protocol has {"error"}',
        "wrong-dtype": "the model's exception is answered as 500",
        "wrong-shape": "the model's exception is answered as 500",
        "empty-batch": "the model's exception is answered as 500",
        "no-leak": "errors hold Python tracebacks, or the row that was sent",
      },
    },
    {
      name: "mlserver-grpc",
      protocol: "oip-v2",
      grpc: true,
      evidence: /ServerMetadata answers mlserver/,
      deviations: GRPC_DEVIATIONS,
    },
    {
      name: "mlserver-grpc-binary",
      protocol: "oip-v2",
      grpc: true,
      config: "tensors: binary",
      evidence: /ServerMetadata answers mlserver/,
      deviations: GRPC_DEVIATIONS,
    },
  ],
});
