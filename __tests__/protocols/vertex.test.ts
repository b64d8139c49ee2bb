import { checkOf, gate } from "../support/run-gate";
import { withEndpoint } from "./ask-rows";
import { type Conformance, testConformance } from "./conformance";
import { predictAll } from "./servers/instances";
import { serve } from "./servers/json-server";

/** From Google Cloud's REST reference of `projects.locations.endpoints.predict` and `google.rpc.Status`. */
const start: Conformance["start"] = async () => {
  const server = await serve(({ method, path, json }) => {
    const refuse = (code: number, status: string, message: string) => ({
      status: code,
      body: { error: { code, message, status } },
    });
    const [, id] = /\/endpoints\/(\d+):predict$/.exec(path) ?? [];
    if (method !== "POST" || id === undefined) return refuse(404, "NOT_FOUND", "Not found.");
    if (id !== "42") return refuse(404, "NOT_FOUND", `The Endpoint ${id} does not exist.`);
    if (json === undefined)
      return refuse(400, "INVALID_ARGUMENT", "Invalid JSON payload received.");
    const { instances } = json as { instances?: unknown };
    const answer = predictAll(instances);
    return answer.ok
      ? {
          status: 200,
          body: {
            predictions: answer.species,
            deployedModelId: "777",
            model: "projects/p/locations/l/models/penguins",
            modelDisplayName: "penguins",
            modelVersionId: "3",
          },
        }
      : refuse(400, "INVALID_ARGUMENT", answer.why);
  });
  return { ...server, url: `${server.url}/v1/projects/p/locations/l/endpoints/42:predict` };
};

describe("vertex", () => {
  testConformance({
    protocol: "vertex",
    start,
    config: "model: '42'",
    evidence: null,
    version: "3",
    skipped: ["live", "ready", "metadata"],
    notReady: null,
  });

  test("a token that may predict and may not list is enough", async () => {
    const answers = await withEndpoint(
      "protocol: vertex, auth: { bearer: t0ken }",
      ({ method, path }) => {
        if (path.endsWith("/endpoints")) {
          const error = { code: 403, message: "no list permission", status: "PERMISSION_DENIED" };
          return { status: 403, body: { error } };
        }
        return method === "POST"
          ? { status: 200, body: { predictions: [1] } }
          : { status: 404, body: "<!doctype html>" };
      },
      ({ ask }) => ask([{ a: 1 }]),
      "/v1/projects/p/locations/l/endpoints/42:predict",
    );
    expect(answers).toHaveLength(1);
  });

  test("the id in the URL is enough where the protocol is named", async () => {
    const server = await start({ ready: true });
    const outcome = await gate(
      `endpoint: { url: "${server.url}", protocol: vertex }\nload: off\nsystem: { level: smoke, examples: [{ input: { a: 39.1, b: 18.7, c: 181, d: 3750 }, expect: Adelie }] }\n`,
    );
    await server.close();
    expect(checkOf(outcome, "system/examples").verdict).toBe("pass");
    expect(outcome.result.endpoint?.model).toBe("42");
  });
});
