import { type Conformance, testConformance } from "./conformance";
import { predictAll } from "./servers/instances";
import { serve } from "./servers/json-server";

/** From kserve/kserve `python/kserve/kserve/protocol/rest/v1_endpoints.py` and its error handlers. */
const start: Conformance["start"] = ({ ready }) =>
  serve(({ method, path, json }) => {
    const refuse = (status: number, error: string) => ({ status, body: { error } });
    if (path === "/") return { status: 200, body: { status: "alive" } };
    if (path === "/v1/models") return { status: 200, body: { models: ["penguins"] } };
    const [, model, verb] = /^\/v1\/models\/([^:]+?)(:predict)?$/.exec(path) ?? [];
    if (model === undefined) return { status: 404, body: { detail: "Not Found" } };
    if (model !== "penguins") return refuse(404, `Model with name ${model} does not exist.`);
    if (verb === undefined) {
      return ready
        ? { status: 200, body: { name: model, ready: true } }
        : refuse(503, `Model with name ${model} is not ready.`);
    }
    if (method !== "POST") return { status: 405, body: { detail: "Method Not Allowed" } };
    if (json === undefined) return refuse(400, "Unrecognized request format: not JSON");
    const answer = predictAll((json as { instances?: unknown }).instances);
    return answer.ok
      ? { status: 200, body: { predictions: answer.species } }
      : refuse(400, answer.why);
  });

describe("kserve-v1", () => {
  testConformance({
    protocol: "kserve-v1",
    start,
    evidence: /GET \/v1\/models answers \{"models": \[…\]\}/,
    version: null,
    skipped: ["metadata"],
    notReady: "ready",
  });
});
