import { PYTHON } from "./environments";
import { pythonServer } from "./python-server";
import { testServer } from "./real-server";

const { script, command, versionOf } = pythonServer("bentoml");

testServer({
  server: "BentoML",
  train: async (folder) => script("train.py", folder),
  start: (folder, port) =>
    command(
      "bentoml",
      ["serve", "serve_bentoml:Penguins", "--working-dir", PYTHON, "--port", String(port)].concat(
        "--host",
        "127.0.0.1",
      ),
      { PENGUINS: folder, BENTOML_HOME: folder },
    ),
  readyPath: "/readyz",
  version: () => versionOf("bentoml"),
  runs: [
    {
      name: "bentoml",
      protocol: "bentoml",
      evidence: /GET \/schema\.json answers a service with POST \/classify/,
      deviations: { "empty-batch": "the model's exception is answered as 500" },
    },
  ],
});
