import { pythonServer } from "./python-server";
import { testServer } from "./real-server";

const { script, versionOf } = pythonServer("litserve");

const EXCEPTION = "the exception of the model's own code is answered as 500";

testServer({
  server: "LitServe",
  train: async (folder) => script("train.py", folder),
  start: (folder, port) => script("serve_litserve.py", folder, String(port)),
  readyPath: "/health",
  version: () => versionOf("litserve"),
  runs: [
    {
      name: "litserve",
      protocol: "litserve",
      evidence: /GET \/info answers with model and server/,
      deviations: {
        "malformed-json": "answered as 500",
        "missing-field": EXCEPTION,
        "wrong-dtype": EXCEPTION,
      },
    },
  ],
});
