import { pythonServer } from "./python-server";
import { testServer } from "./real-server";

const { script } = pythonServer("kserve");

testServer({
  server: "KServe",
  train: async (folder) => script("train.py", folder),
  start: (folder, port) => script("serve_kserve.py", folder, String(port)),
  readyPath: "/v2/models/penguins/ready",
  version: async (url) => ((await (await fetch(`${url}/v2`)).json()) as { version: string }).version,
  runs: [
    {
      name: "kserve-v2",
      protocol: "oip-v2",
      evidence: /GET \/v2 answers server metadata/,
      deviations: {},
    },
    {
      name: "kserve-v2-binary",
      protocol: "oip-v2",
      config: "tensors: binary",
      evidence: /GET \/v2 answers server metadata/,
      deviations: {},
    },
    {
      name: "kserve-v1",
      protocol: "kserve-v1",
      path: "/v1/models/penguins:predict",
      evidence: /URL/,
      deviations: {},
    },
  ],
});
