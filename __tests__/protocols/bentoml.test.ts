import { gate } from "../support/run-gate";
import { withEndpoint } from "./ask-rows";
import { type Conformance, testConformance } from "./conformance";
import { FEATURES, writeRows } from "./penguins";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";

const route = (path: string, inputs: readonly string[]) => ({
  name: path.slice(1),
  route: path,
  batchable: false,
  input: {
    type: "object",
    title: "Input",
    properties: Object.fromEntries(inputs.map((name) => [name, {}])),
  },
  output: {},
});

/** From bentoml/BentoML `src/_bentoml_impl/server/app.py` and `Service.schema`. */
const answer =
  (ready: boolean, routes: Reply["body"][]) =>
  ({ method, path, json }: Seen): Reply => {
    const refuse = (error: string) => ({ status: 400, body: { error, detail: [] } });
    if (path === "/livez" || path === "/healthz") return { status: 200, body: "" };
    if (path === "/readyz") return { status: ready ? 200 : 503, body: "" };
    if (path === "/schema.json") {
      return { status: 200, body: { name: "penguins", type: "service", routes } };
    }
    if (path !== "/classify" && path !== "/classify_one") return { status: 404, body: "Not Found" };
    if (method !== "POST") return { status: 405, body: "Method Not Allowed" };
    if (typeof json !== "object" || json === null) return refuse("Invalid JSON");
    const given = json as { [key: string]: unknown };
    if (path === "/classify_one") {
      const one = predictAll([FEATURES.map((name) => given[name])]);
      return one.ok ? { status: 200, body: JSON.stringify(one.species[0]) } : refuse(one.why);
    }
    const all = predictAll(given.rows);
    return all.ok ? { status: 200, body: all.species } : refuse(all.why);
  };

describe("bentoml, one argument for all rows", () => {
  const start: Conformance["start"] = ({ ready }) =>
    serve(answer(ready, [route("/classify", ["rows"])]));
  testConformance({
    protocol: "bentoml",
    start,
    evidence: /GET \/schema\.json answers a service with POST \/classify/,
    version: null,
    skipped: ["schema", "wrong-shape", "unknown-model"],
    notReady: "ready",
  });
});

describe("bentoml, an argument a column", () => {
  const start: Conformance["start"] = ({ ready }) =>
    serve(answer(ready, [route("/classify_one", FEATURES)]));
  testConformance({
    protocol: "bentoml",
    start,
    evidence: /POST \/classify_one/,
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

test("of several routes none is guessed", async () => {
  const server = await serve(answer(true, [route("/classify", ["rows"]), route("/other", ["x"])]));
  const data = await writeRows();
  const run = gate(
    `endpoint: { url: "${server.url}" }\ndata: { file: "${data.file}", label: species }\nload: off\n`,
  );
  await expect(run).rejects.toMatchObject({
    code: "config/route-needed",
    message: expect.stringMatching(/2 routes \(\/classify, \/other\)/),
  });
  await Promise.all([server.close(), data.remove()]);
});

test.each<[string, object, string, unknown]>([
  ["a text", { type: "string" }, "text", { text: "hello" }],
  ["a list", { type: "array", items: {} }, "text", { text: [["hello"]] }],
  ["anything", {}, "text", { text: [["hello"]] }],
])("one argument that is %s", async (_, type, name, sent) => {
  const bodies: unknown[] = [];
  const routes = [{ route: "/f", input: { properties: { [name]: type } } }];
  await withEndpoint(
    "protocol: bentoml",
    ({ method, json }) => {
      if (method === "POST") bodies.push(json);
      return { status: 200, body: method === "POST" ? [1] : { name: "s", routes } };
    },
    ({ ask }) => ask([{ text: "hello" }]),
  );
  expect(bodies).toEqual([sent]);
});
