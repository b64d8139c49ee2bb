import { gate } from "../support/run-gate";
import { type Conformance, testConformance } from "./conformance";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";

/** From ray-project/ray `python/ray/serve/_private/proxy.py`, with a FastAPI deployment at "/". */
const answer =
  (health: string) =>
  ({ method, path, json }: Seen): Reply => {
    if (path === "/-/healthz") return { status: 200, body: health };
    if (path === "/-/routes") return { status: 200, body: { "/": "penguins" } };
    if (path !== "/classify") return { status: 404, body: { detail: "Not Found" } };
    if (method !== "POST") return { status: 405, body: { detail: "Method Not Allowed" } };
    const predicted = predictAll((json as { rows?: unknown } | undefined)?.rows);
    return predicted.ok
      ? { status: 200, body: { species: predicted.species } }
      : { status: 422, body: { detail: predicted.why } };
  };

const start: Conformance["start"] = ({ ready }) => serve(answer(ready ? "success" : "unhealthy"));

describe("ray-serve", () => {
  testConformance({
    protocol: "ray-serve",
    start,
    config:
      'protocol: ray-serve, request: { path: /classify, body: { rows: "{{rows}}" } }, response: "$.species"',
    named: true,
    evidence: /as the config says/,
    version: null,
    skipped: ["schema", "wrong-shape", "unknown-model"],
    notReady: "ready",
  });

  test("is detected, and asks for the templates that only the user knows", async () => {
    const server = await start({ ready: true });
    const run = gate(`endpoint: { url: "${server.url}" }\nload: off\n`);
    await expect(run).rejects.toMatchObject({
      code: "config/templates-needed",
      message: expect.stringMatching(/Ray Serve.*GET \/-\/routes answers 1 routes: \//),
    });
    await server.close();
  });
});
