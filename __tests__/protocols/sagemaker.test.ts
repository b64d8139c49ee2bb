import { awsSignature } from "../../src/http/aws-signature";
import { checkOf, gate } from "../support/run-gate";
import { withEndpoint } from "./ask-rows";
import { type Conformance, testConformance } from "./conformance";
import { FEATURES } from "./penguins";
import { predictAll } from "./servers/instances";
import { type Reply, type Seen, serve } from "./servers/json-server";

const cells = (body: Buffer) =>
  body
    .toString()
    .split("\n")
    .map((line) =>
      line.split(",").map((cell) => (Number.isFinite(Number(cell)) ? Number(cell) : cell)),
    );

/** The container contract: AWS, "Custom inference code with hosting services". */
const container =
  (ready: boolean) =>
  ({ method, path, body }: Seen): Reply => {
    if (path === "/ping") return { status: ready ? 200 : 503, body: "" };
    if (path !== "/invocations") return { status: 404, body: "Not Found" };
    if (method !== "POST") return { status: 405, body: "Method Not Allowed" };
    const answer = predictAll(cells(body));
    return answer.ok
      ? { status: 200, body: answer.species }
      : { status: 400, body: { error: answer.why } };
  };

const KEY = { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const AUTH = `auth: { aws-sigv4: { access_key_id: ${KEY.id}, secret_access_key: "${KEY.secret}", region: eu-central-1 } }`;
const CREDENTIALS = {
  accessKeyId: KEY.id,
  secretAccessKey: KEY.secret,
  sessionToken: null,
  region: "eu-central-1",
  service: "sagemaker",
};

/** Signs what came over the wire once more, at the moment that it says it was signed. */
function isSigned({ method, path, headers, body }: Seen): boolean {
  const [, y, m, d, h, min, sec] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers["x-amz-date"])) ?? [];
  const contentType = headers["content-type"];
  const again = awsSignature(
    CREDENTIALS,
    {
      method,
      host: headers.host ?? "",
      path,
      headers: contentType === undefined ? {} : { "content-type": contentType },
      body: body.length === 0 ? null : body,
    },
    new Date(`${y}-${m}-${d}T${h}:${min}:${sec}Z`),
  );
  return headers.authorization === again.authorization;
}

/** InvokeEndpoint of the SageMaker runtime API, with its ModelError. */
const runtime = (seen: Seen): Reply => {
  const refuse = (status: number, Message: string) => ({ status, body: { Message } });
  if (!isSigned(seen)) return refuse(403, "The request signature we calculated does not match");
  const [, name] = /^\/endpoints\/([^/]+)\/invocations$/.exec(seen.path) ?? [];
  if (name === undefined) return refuse(404, "UnknownOperationException");
  if (name !== "penguins") return refuse(400, `Endpoint ${name} of account 1 not found.`);
  const variant = String(seen.headers["x-amzn-sagemaker-target-variant"] ?? "blue");
  const reply = container(true)({ ...seen, path: "/invocations" });
  return reply.status === 200
    ? { ...reply, headers: { "x-amzn-invoked-production-variant": variant } }
    : {
        status: 424,
        body: {
          Message: "Received client error (400) from primary",
          OriginalStatusCode: reply.status,
          OriginalMessage: (reply.body as { error: string }).error,
          LogStreamArn: "arn:aws:logs",
        },
      };
};

describe("sagemaker, the bare container", () => {
  const start: Conformance["start"] = ({ ready }) => serve(container(ready));
  testConformance({
    protocol: "sagemaker",
    start,
    evidence: /GET \/ping answers an empty 200/,
    version: null,
    skipped: [
      "live",
      "metadata",
      "schema",
      "malformed-json",
      "missing-field",
      "empty-batch",
      "wrong-content-type",
      "unknown-model",
    ],
    notReady: "ready",
  });
});

describe("sagemaker, the runtime API", () => {
  const start: Conformance["start"] = async () => {
    const server = await serve(runtime);
    return { ...server, url: `${server.url}/endpoints/penguins/invocations` };
  };
  testConformance({
    protocol: "sagemaker",
    start,
    config: `deployment: green, ${AUTH}`,
    evidence: /the URL ends in \/endpoints\/penguins\/invocations/,
    version: "green",
    skipped: [
      "live",
      "ready",
      "metadata",
      "schema",
      "malformed-json",
      "missing-field",
      "empty-batch",
      "wrong-content-type",
    ],
    notReady: null,
  });
});

test.each([
  ["JSON predictions", { predictions: ["Adelie"] }],
  ["a bare list", ["Adelie"]],
  ["a line of CSV", "Adelie\n"],
])("%s are read", async (_, body) => {
  const server = await serve((seen) => {
    const reply = container(true)(seen);
    return reply.status === 200 && seen.method === "POST" ? { status: 200, body } : reply;
  });
  const input = FEATURES.map((name) => `${name}: 40`).join(", ");
  const outcome = await gate(
    `endpoint: { url: "${server.url}", protocol: sagemaker }\nload: off\nsystem: { level: smoke, examples: [{ input: { ${input} }, expect: Adelie }] }\n`,
  );
  await server.close();
  expect(checkOf(outcome, "system/examples").verdict).toBe("pass");
});

describe("answers that are nearly right", () => {
  const ask = (body: unknown, rows = 1, type = "text/csv") =>
    withEndpoint(
      "protocol: sagemaker",
      ({ method }) => ({
        status: 200,
        headers: { "content-type": type },
        body: method === "POST" ? body : "",
      }),
      (opened) => opened.ask(Array.from({ length: rows }, (_, a) => ({ a }))),
    );
  const values = async (...given: Parameters<typeof ask>) =>
    (await ask(...given)).map(({ outputs }) => outputs[0]?.value);

  test("XGBoost's container answers a batch on one line", async () => {
    expect(await values("0.25,0.5", 2)).toEqual([0.25, 0.5]);
    expect(await values("0.25,0.5\n0.75,1\n", 2)).toEqual([
      [0.25, 0.5],
      [0.75, 1],
    ]);
    await expect(ask("0.25,0.5,1", 2)).rejects.toThrow(/1 predictions, but 2 rows were sent/);
  });

  test.each<[string, string, string]>([
    ["broken JSON", '{"predictions": [', "text/csv"],
    ["a broken list", "[0.5, ", "text/plain"],
    ["NaN in JSON", '{"predictions": [NaN]}', "application/json"],
    ["text that says it is JSON", "Adelie", "application/json"],
    ["a page", "<html>", "text/html"],
    ["nothing", "", "text/csv"],
  ])("%s is no line of CSV", async (_, body, type) => {
    await expect(ask(body, 1, type)).rejects.toMatchObject({ code: "answer/not-json" });
  });
});

test.each<[string, number, object, number]>([
  ["the model's refusal", 424, { OriginalStatusCode: 400 }, 400],
  ["the model's own 5xx", 424, { OriginalStatusCode: 500 }, 500],
  ["a model that did not answer", 424, { OriginalStatusCode: 0 }, 500],
  ["a good answer with a key of that name", 200, { OriginalStatusCode: 400 }, 200],
])("%s", async (_, status, body, own) => {
  await withEndpoint(
    "protocol: sagemaker",
    () => ({ status: 200, body: "" }),
    async ({ model }) => {
      const raw = Buffer.from(JSON.stringify({ Message: "from primary", ...body }));
      const answer = { status, headers: {}, body: raw, firstByteMs: 0, durationMs: 0 };
      expect(model.statusOf?.(answer)).toBe(own);
    },
  );
});
