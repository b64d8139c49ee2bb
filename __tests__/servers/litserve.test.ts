import { pythonServer } from "./python-server";
import { testServer } from "./real-server";

const { script, versionOf } = pythonServer("litserve");

testServer({
  server: "LitServe",
  train: async (folder) => script("train.py", folder),
  start: (folder, port) => script("serve_litserve.py", folder, String(port)),
  readyPath: "/health",
  version: () => versionOf("litserve"),
  runs: [{ name: "litserve", protocol: "litserve", evidence: /litserve/, deviations: {} }],
});
