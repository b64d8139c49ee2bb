import { type Conformance, testConformance } from "./conformance";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";

/** From Lightning-AI/LitServe `src/litserve/server.py`; errors are FastAPI's `{"detail": …}`. */
const server =
  (ready: boolean, predict: (json: { [key: string]: unknown }) => Reply) =>
  ({ method, path, json }: Seen): Reply => {
    if (path === "/") return { status: 200, body: "litserve running" };
    if (path === "/health") {
      return ready ? { status: 200, body: "ok" } : { status: 503, body: "not ready" };
    }
    if (path === "/info") {
      return {
        status: 200,
        body: { model: null, server: { devices: ["cpu"], workers_per_device: 1, timeout: 30 } },
      };
    }
    if (path !== "/predict") return { status: 404, body: { detail: "Not Found" } };
    if (method !== "POST") return { status: 405, body: { detail: "Method Not Allowed" } };
    if (json === undefined) return { status: 400, body: { detail: "Invalid JSON" } };
    return predict(json as { [key: string]: unknown });
  };

const one = (value: unknown): Reply => {
  const answer = predictAll([value]);
  return answer.ok
    ? { status: 200, body: { output: answer.species[0] } }
    : { status: 400, body: { detail: answer.why } };
};
const many = (value: unknown): Reply => {
  const answer = predictAll(value);
  return answer.ok
    ? { status: 200, body: { labels: answer.species } }
    : { status: 400, body: { detail: answer.why } };
};

describe("litserve, with the JSON of its examples", () => {
  const start: Conformance["start"] = ({ ready }) =>
    serve(server(ready, ({ input }) => one(input)));
  testConformance({
    protocol: "litserve",
    start,
    evidence: /GET \/info answers with model and server/,
    version: null,
    skipped: [
      "schema",
      "wrong-shape",
      "empty-batch",
      "unknown-model",
      "batch-invariance",
      "order-invariance",
    ],
    notReady: "ready",
  });
});

describe("litserve, with templates", () => {
  const start: Conformance["start"] = ({ ready }) => serve(server(ready, ({ rows }) => many(rows)));
  testConformance({
    protocol: "litserve",
    start,
    config:
      'protocol: litserve, request: { path: /predict, body: { rows: "{{rows}}" } }, response: "$.labels"',
    named: true,
    evidence: /as the config says/,
    version: null,
    skipped: ["schema", "wrong-shape", "unknown-model"],
    notReady: "ready",
  });
});
