import { checkOf, gate } from "../support/run-gate";
import { testConformance } from "./conformance";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";

/** From pytorch/serve `docs/inference_api.md` and the exceptions of its frontend. */
const answer =
  (health: Reply) =>
  ({ method, path, json }: Seen): Reply => {
    const refuse = (code: number, type: string, message: string) => ({
      status: code,
      body: { code, type, message },
    });
    if (path === "/ping") return health;
    const [, model] = /^\/predictions\/([^/]+)$/.exec(path) ?? [];
    if (model === undefined)
      return refuse(404, "ResourceNotFoundException", "Requested resource is not found");
    if (model !== "penguins")
      return refuse(404, "ModelNotFoundException", `Model not found: ${model}`);
    if (method !== "POST")
      return refuse(405, "MethodNotAllowedException", "Requested method is not allowed");
    const predicted = predictAll([json]);
    return predicted.ok
      ? {
          status: 200,
          body: Object.fromEntries(
            ["Adelie", "Chinstrap", "Gentoo"].map((name, i) => [
              name,
              predicted.probabilities[0]?.[i],
            ]),
          ),
        }
      : refuse(400, "BadRequestException", predicted.why);
  };
const healthy: Reply = { status: 200, body: { status: "Healthy" } };

describe("torchserve", () => {
  testConformance({
    protocol: "torchserve",
    start: ({ ready }) =>
      serve(answer(ready ? healthy : { status: 500, body: { status: "Unhealthy" } })),
    config: "model: penguins",
    evidence: /GET \/ping answers \{"status": "Healthy"\}/,
    version: null,
    skipped: [
      "live",
      "metadata",
      "schema",
      "wrong-shape",
      "missing-field",
      "empty-batch",
      "batch-invariance",
      "order-invariance",
    ],
    notReady: "ready",
  });

  test("partial health in a 200 is not ready", async () => {
    const server = await serve(answer({ status: 200, body: { status: "Partial Healthy" } }));
    const outcome = await gate(
      `endpoint: { url: "${server.url}/predictions/penguins" }\nload: off\nsystem: smoke\n`,
    );
    await server.close();
    expect(checkOf(outcome, "system/ready")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/answered 200 with status "Partial Healthy"/),
    });
  });
});
