import { checkOf, gate } from "../support/run-gate";
import { type Conformance, testConformance } from "./conformance";
import { writeRows } from "./penguins";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";

/** From Microsoft's "Troubleshoot online endpoints" (status codes) and azureml-inference-server-http. */
const answer = ({ method, path, headers, json }: Seen): Reply => {
  const deployment = headers["azureml-model-deployment"] ?? "blue";
  const own = { "azureml-model-deployment": String(deployment) };
  const failed = (status: number, message: string) => ({
    status: 424,
    headers: {
      ...own,
      "ms-azureml-model-error-statuscode": String(status),
      "ms-azureml-model-error-reason": message,
    },
    body: { message },
  });
  if (path === "/") return { status: 200, body: "Healthy" };
  if (path !== "/score") return { status: 404, body: { message: "Not Found" } };
  if (method !== "POST") return { status: 405, body: { message: "Method Not Allowed" } };
  if (json === undefined) return failed(400, "the body is not JSON");
  const predicted = predictAll((json as { data?: unknown }).data);
  return predicted.ok
    ? { status: 200, headers: own, body: predicted.species }
    : failed(400, predicted.why);
};

const start: Conformance["start"] = async () => {
  const server = await serve(answer);
  return { ...server, url: `${server.url}/score` };
};

describe("azureml", () => {
  testConformance({
    protocol: "azureml",
    start,
    evidence: null,
    config: "deployment: green",
    version: "green",
    skipped: ["ready", "metadata", "schema", "wrong-shape", "unknown-model"],
    notReady: null,
  });

  test("the model's own 5xx inside a 424 is a fail", async () => {
    const server = await serve((seen) => {
      const reply = answer(seen);
      return reply.status === 424
        ? { ...reply, headers: { ...reply.headers, "ms-azureml-model-error-statuscode": "500" } }
        : reply;
    });
    const data = await writeRows();
    const outcome = await gate(
      `endpoint: { url: "${server.url}/score", protocol: azureml }\ndata: { file: "${data.file}", label: species }\nload: off\n`,
    );
    await Promise.all([server.close(), data.remove()]);
    expect(checkOf(outcome, "system/wrong-dtype")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/answered 500/),
    });
  });

  test.each<[string, (reply: Reply) => Reply, string, RegExp]>([
    [
      "another deployment than the named one",
      (reply) => ({ ...reply, headers: { ...reply.headers, "azureml-model-deployment": "blue" } }),
      "fail",
      /deployment green is expected, but deployment blue gave 8 of 8 answers/,
    ],
    [
      "an answer that does not say",
      ({ status, body }) => ({ status, body }),
      "inconclusive",
      /deployment green is expected, but the endpoint does not say which deployment serves/,
    ],
    ["the named one", (reply) => reply, "pass", /deployment green gave each of 8 answers/],
  ])("%s: identity", async (_, change, verdict, message) => {
    const server = await serve((seen) => change(answer(seen)));
    const data = await writeRows();
    const outcome = await gate(
      `endpoint: { url: "${server.url}/score", protocol: azureml, deployment: green }\ndata: { file: "${data.file}", label: species }\nload: off\nsystem: smoke\n`,
    );
    await Promise.all([server.close(), data.remove()]);
    const identity = checkOf(outcome, "system/identity");
    expect([identity.verdict, identity.message]).toEqual([verdict, expect.stringMatching(message)]);
  });

  test("a deployment where the protocol has none is an error, not ignored", async () => {
    const server = await serve(({ path }) =>
      path === "/v2"
        ? { status: 200, body: { name: "x", version: "1", extensions: [] } }
        : { status: 404, body: {} },
    );
    const run = gate(`endpoint: { url: "${server.url}", deployment: green }\n`);
    await expect(run).rejects.toMatchObject({ code: "config/no-deployments" });
    await server.close();
  });
});
