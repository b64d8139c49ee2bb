import { withEndpoint } from "./ask-rows";
import { type Conformance, testConformance } from "./conformance";
import { type Reply, serve } from "./servers/json-server";
import { scoringServer } from "./servers/mlflow";

/** From Databricks' REST reference: `GET /api/2.0/serving-endpoints/{name}`, and the query route. */
const start: Conformance["start"] = async ({ ready }) => {
  const server = await serve((seen): Reply => {
    const refuse = (status: number, error_code: string, message: string) => ({
      status,
      body: { error_code, message },
    });
    if (seen.headers.authorization !== "Bearer dapi-secret") {
      return refuse(401, "UNAUTHENTICATED", "Credential was not sent");
    }
    const [, name] = /^\/api\/2\.0\/serving-endpoints\/([^/]+)$/.exec(seen.path) ?? [];
    if (name === "penguins") {
      return {
        status: 200,
        body: {
          name,
          state: { ready: ready ? "READY" : "NOT_READY", config_update: "NOT_UPDATING" },
          config: { served_entities: [{ name: "penguins-3", entity_version: "3" }] },
        },
      };
    }
    const [, called] = /^\/serving-endpoints\/([^/]+)\/invocations$/.exec(seen.path) ?? [];
    if (name !== undefined || (called !== undefined && called !== "penguins")) {
      return refuse(404, "RESOURCE_DOES_NOT_EXIST", "The endpoint does not exist.");
    }
    return scoringServer(ready, "/serving-endpoints/penguins/invocations")(seen);
  });
  return { ...server, url: `${server.url}/serving-endpoints/penguins/invocations` };
};

describe("databricks", () => {
  testConformance({
    protocol: "databricks",
    start,
    config: "auth: { bearer: dapi-secret }",
    evidence: /the URL ends in \/serving-endpoints\/penguins\/invocations/,
    version: "3",
    skipped: ["live", "metadata"],
    notReady: "ready",
  });
});

test.each<[string, object[], string[]]>([
  ["one version", [{ name: "m-3", entity_version: "3" }], ["3"]],
  ["an entity without a version beside it", [{ entity_version: 3 }, { name: "gpt" }], ["3", "gpt"]],
])("%s", async (_, served_entities, versions) => {
  await withEndpoint(
    "auth: { bearer: dapi-secret }",
    () => ({ status: 200, body: { state: { ready: "READY" }, config: { served_entities } } }),
    async ({ model }) => expect(model.identity.versions).toEqual(versions),
    "/serving-endpoints/m/invocations",
  );
});
