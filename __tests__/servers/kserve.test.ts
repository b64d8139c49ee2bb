import { pythonServer } from "./python-server";
import { testServer } from "./real-server";

const EXCEPTION = "the model's exception is answered as 500";
const FASTAPI = 'refused by FastAPI with 422 {"detail"}, where the protocol has {"error"}';
const V2_DEVIATIONS = {
  "malformed-json": FASTAPI,
  "missing-field": FASTAPI,
  "wrong-dtype": EXCEPTION,
  "wrong-shape": EXCEPTION,
  "empty-batch": EXCEPTION,
};
const INTERNAL = "the model's exception is answered as INTERNAL";
const GRPC_DEVIATIONS = {
  "missing-field": INTERNAL,
  "wrong-dtype": INTERNAL,
  "wrong-shape": INTERNAL,
  "empty-batch": INTERNAL,
};

const { script } = pythonServer("kserve");

testServer({
  server: "KServe",
  train: async (folder) => script("train.py", folder),
  start: (folder, port, grpcPort) =>
    script("serve_kserve.py", folder, String(port), String(grpcPort)),
  readyPath: "/v2/models/penguins/ready",
  version: async (url) =>
    ((await (await fetch(`${url}/v2`)).json()) as { version: string }).version,
  runs: [
    {
      name: "kserve-v2",
      protocol: "oip-v2",
      evidence: /GET \/v2 answers server metadata/,
      deviations: V2_DEVIATIONS,
    },
    {
      name: "kserve-v2-binary",
      protocol: "oip-v2",
      config: "tensors: binary",
      evidence: /GET \/v2 answers server metadata/,
      deviations: V2_DEVIATIONS,
    },
    {
      name: "kserve-v2-grpc",
      protocol: "oip-v2",
      grpc: true,
      config: "model: penguins",
      evidence: /ServerMetadata answers kserve/,
      deviations: GRPC_DEVIATIONS,
    },
    {
      name: "kserve-v2-grpc-binary",
      protocol: "oip-v2",
      grpc: true,
      config: "model: penguins, tensors: binary",
      evidence: /ServerMetadata answers kserve/,
      deviations: GRPC_DEVIATIONS,
    },
    {
      name: "kserve-v1",
      protocol: "kserve-v1",
      path: "/v1/models/penguins:predict",
      evidence: /GET \/v1\/models answers/,
      deviations: {
        "missing-field": EXCEPTION,
        "wrong-dtype": EXCEPTION,
        "wrong-shape": EXCEPTION,
        "empty-batch": EXCEPTION,
        "wrong-content-type":
          "the body reaches the model as text, whose exception is answered as 500",
      },
    },
  ],
});
