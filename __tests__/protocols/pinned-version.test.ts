import { withEndpoint } from "./ask-rows";

const V2_ANSWER = {
  model_name: "m",
  model_version: "1",
  outputs: [{ name: "y", datatype: "FP64", shape: [1], data: [1] }],
};

/** Which paths are asked of a server whose URL was given with this route. */
async function pathsOf(endpoint: string, route: string, body: unknown): Promise<string[]> {
  const seen: string[] = [];
  await withEndpoint(
    endpoint,
    ({ method, path }) => {
      seen.push(`${method} ${path}`);
      return method === "POST" ? { status: 200, body } : { status: 404, body: { error: "no" } };
    },
    async ({ model, ask }) => {
      const { health } = model;
      const asked = [health.modelReady, health.metadata].flatMap((one) => one?.request.path ?? []);
      seen.push(...asked.map((path) => `GET ${path}`));
      await ask([{ a: 1 }]);
    },
    route,
  );
  return seen;
}

test.each<[string, string, string, unknown, string]>([
  ["oip-v2", "auto", "/v2/models/m/versions/1/infer", V2_ANSWER, "/v2/models/m/versions/1/infer"],
  ["oip-v2", "oip-v2", "/v2/models/m/versions/1", V2_ANSWER, "/v2/models/m/versions/1/infer"],
  [
    "tf-serving",
    "tf-serving",
    "/v1/models/m/versions/1:predict",
    { predictions: [1] },
    "/v1/models/m/versions/1:predict",
  ],
  [
    "tf-serving",
    "tf-serving",
    "/v1/models/m/labels/a%20b:predict",
    { predictions: [1] },
    "/v1/models/m/labels/a%20b:predict",
  ],
  ["torchserve", "torchserve", "/predictions/m/2.0", [1], "/predictions/m/2.0"],
])(
  "%s: the version in the URL is the one that is asked (%s, %s)",
  async (_, named, route, body, path) => {
    const seen = await pathsOf(`protocol: ${named}`, route, body);
    expect(seen.filter((one) => one.startsWith("POST"))).toEqual([`POST ${path}`]);
    const pinned = /\/(versions|labels)\/[^/:]+/.exec(path)?.[0] ?? "";
    expect(seen.filter((one) => one.includes("/models/m") && !one.includes(pinned))).toEqual([]);
  },
);

test("another model than that of the URL has no version of it", async () => {
  const body = { ...V2_ANSWER, model_name: "other" };
  const seen = await pathsOf("protocol: oip-v2, model: other", "/v2/models/m/versions/1", body);
  expect(seen).toContain("POST /v2/models/other/infer");
});

test("a version where the protocol has none is an error, not ignored", async () => {
  const run = pathsOf("protocol: kserve-v1", "/v1/models/m/versions/1:predict", {});
  await expect(run).rejects.toMatchObject({
    code: "config/no-versions",
    message: expect.stringMatching(
      /the URL asks for \/versions\/1 of model "m", but protocol kserve-v1/,
    ),
  });
});

test("a name that is broken by its percent signs is taken as it stands", async () => {
  const seen = await pathsOf("protocol: oip-v2", "/v2/models/50%/infer", V2_ANSWER);
  expect(seen).toContain("POST /v2/models/50%25/infer");
});
