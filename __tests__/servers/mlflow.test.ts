import { join } from "node:path";
import { pythonServer } from "./python-server";
import { testServer } from "./real-server";

const { script, command } = pythonServer("mlflow");

testServer({
  server: "MLflow",
  train: async (folder) => script("train_mlflow.py", folder),
  start: (folder, port) =>
    command("mlflow", [
      ...["models", "serve", "--model-uri", join(folder, "model"), "--env-manager", "local"],
      ...["--host", "127.0.0.1", "--port", String(port), "--workers", "1"],
    ]),
  readyPath: "/ping",
  version: async (url) => (await (await fetch(`${url}/version`)).text()).trim(),
  runs: [
    {
      name: "mlflow",
      protocol: "mlflow",
      evidence: /\/version/,
      deviations: { "no-leak": "errors hold Python tracebacks, or the row that was sent" },
    },
  ],
});
