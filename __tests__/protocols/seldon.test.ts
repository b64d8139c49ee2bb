import { type Conformance, testConformance } from "./conformance";
import { predictAll } from "./servers/instances";
import { serve } from "./servers/json-server";

/** From SeldonIO/seldon-core `python/seldon_core/wrapper.py` and `SeldonMicroserviceException`. */
const start: Conformance["start"] = ({ ready }) =>
  serve(({ method, path, json }) => {
    const refuse = (info: string, status = 400) => ({
      status,
      body: { status: { status: 1, info, code: -1, reason: "MICROSERVICE_BAD_DATA" } },
    });
    if (path === "/health/ping") return { status: 200, body: "pong" };
    if (path === "/health/status") {
      return ready ? { status: 200, body: { data: {} } } : refuse("model is not loaded", 500);
    }
    if (path === "/metadata") {
      return { status: 200, body: { name: "penguins", versions: ["3"], inputs: [], outputs: [] } };
    }
    if (path !== "/api/v1.0/predictions" || method !== "POST") {
      return { status: 404, body: "<!doctype html><title>404 Not Found</title>" };
    }
    if (json === undefined) return refuse("Can't find JSON in data");
    const { data } = json as { data?: { ndarray?: unknown } };
    const answer = predictAll(data?.ndarray);
    return answer.ok
      ? { status: 200, body: { data: { names: ["t:0"], ndarray: answer.species }, meta: {} } }
      : refuse(answer.why);
  });

describe("seldon", () => {
  testConformance({
    protocol: "seldon",
    start,
    evidence: /GET \/health\/ping answers pong/,
    version: "3",
    skipped: ["unknown-model"],
    notReady: "ready",
  });
});
