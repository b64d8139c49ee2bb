import { checkOf, gate } from "../support/run-gate";
import { type Conformance, testConformance } from "./conformance";
import { predict, writeRows } from "./penguins";
import { type Reply, type Seen, serve } from "./servers/json-server";

const refuse = (status: number, error: string, error_type: string): Reply => ({
  status,
  body: { error, error_type },
});
/** What the model says of the row that a prompt holds; null where it is no text at all. */
const row = (text: unknown) => {
  if (typeof text !== "string") return null;
  return text.startsWith("[") ? predict(JSON.parse(text)) : predict([0, 0, 0, text.length]);
};

/** From huggingface/text-generation-inference `docs/openapi.json` 2.4.1. */
const generation =
  (ready: boolean) =>
  ({ path, json }: Seen): Reply => {
    if (path === "/health") {
      return ready ? { status: 200, body: "" } : refuse(503, "unhealthy", "healthcheck");
    }
    if (path === "/info") {
      return {
        status: 200,
        body: {
          model_id: "org/penguins",
          model_sha: "abc",
          max_input_tokens: 1024,
          version: "2.4.1",
        },
      };
    }
    if (path !== "/generate") return { status: 404, body: "" };
    if (json === undefined) return refuse(422, "Failed to parse the request body", "validation");
    const answer = row((json as { inputs?: unknown }).inputs);
    return answer === null
      ? refuse(422, "inputs: invalid type", "validation")
      : { status: 200, body: { generated_text: answer.species } };
  };

/** From huggingface/text-embeddings-inference `docs/openapi.json` 1.7.1. */
const embeddings =
  (ready: boolean, type: object) =>
  ({ path, json }: Seen): Reply => {
    if (path === "/health") {
      return ready ? { status: 200, body: "" } : refuse(503, "unhealthy", "Unhealthy");
    }
    if (path === "/info") {
      return {
        status: 200,
        body: {
          model_id: "org/penguins",
          model_sha: "abc",
          model_type: type,
          max_client_batch_size: 32,
        },
      };
    }
    if (path !== "/predict" && path !== "/embed") return { status: 404, body: "" };
    const { inputs } = (json ?? {}) as { inputs?: unknown };
    if (!Array.isArray(inputs)) return refuse(422, "inputs: invalid type", "Validation");
    if (inputs.length === 0) return refuse(422, "inputs cannot be empty", "Empty");
    const answers = inputs.map((input) => row(Array.isArray(input) ? input[0] : input));
    if (answers.includes(null)) return refuse(422, "inputs: expected text", "Validation");
    return {
      status: 200,
      body: answers.map((one) => {
        if (path === "/embed") return one?.probabilities;
        const names = ["Adelie", "Chinstrap", "Gentoo"];
        return names
          .map((label, i) => ({ label, score: one?.probabilities[i] ?? 0 }))
          .sort((a, b) => b.score - a.score);
      }),
    };
  };

describe("tgi", () => {
  const start: Conformance["start"] = ({ ready }) => serve(generation(ready));
  testConformance({
    protocol: "tgi",
    start,
    rows: "text",
    evidence: /GET \/info answers text generation with org\/penguins/,
    version: "abc",
    skipped: [
      "live",
      "wrong-shape",
      "empty-batch",
      "unknown-model",
      "batch-invariance",
      "order-invariance",
    ],
    notReady: "ready",
  });
});

describe.each([
  ["classifier", { classifier: { id2label: {}, label2id: {} } }],
  ["embedding", { embedding: { pooling: "mean" } }],
])("tei, %s", (_, type) => {
  const start: Conformance["start"] = ({ ready }) => serve(embeddings(ready, type));
  testConformance({
    protocol: "tei",
    start,
    rows: "text",
    evidence: /GET \/info answers with a model_type, of org\/penguins/,
    version: "abc",
    skipped: ["live", "wrong-shape", "unknown-model"],
    notReady: "ready",
  });
});

test("no batch is larger than the server says it takes", async () => {
  const sizes: number[] = [];
  const sound = embeddings(true, { embedding: { pooling: "mean" } });
  const server = await serve((seen) => {
    const { inputs } = (seen.json ?? {}) as { inputs?: unknown };
    if (Array.isArray(inputs)) sizes.push(inputs.length);
    if (Array.isArray(inputs) && inputs.length > 3) {
      return refuse(422, "batch size > maximum allowed batch size 3", "Validation");
    }
    const reply = sound(seen);
    return seen.path === "/info"
      ? { ...reply, body: { ...(reply.body as object), max_client_batch_size: 3 } }
      : reply;
  });
  const data = await writeRows("text");
  const outcome = await gate(
    `endpoint: { url: "${server.url}" }\ndata: { file: "${data.file}", label: species }\nload: off\n`,
  );
  await Promise.all([server.close(), data.remove()]);
  expect(Math.max(...sizes)).toBe(3);
  expect(checkOf(outcome, "system/batch-invariance")).toMatchObject({ verdict: "pass", n: 3 });
  expect(checkOf(outcome, "system/order-invariance").verdict).toBe("pass");
});

test("the label of a score is what an example expects", async () => {
  const server = await serve(embeddings(true, { classifier: {} }));
  const [wrong, right] = ["Gentoo", predict([39.1, 18.7, 181, 3750]).species];
  const input = '{ prompt: "[39.1, 18.7, 181, 3750]" }';
  const outcome = await gate(
    `endpoint: { url: "${server.url}" }\nload: off\nsystem: { level: smoke, examples: [{ input: ${input}, expect: ${right} }, { input: ${input}, expect: ${wrong} }] }\n`,
  );
  await server.close();
  expect(checkOf(outcome, "system/examples")).toMatchObject({
    verdict: "fail",
    message: `1 of 2 are not as expected: example 2: output "scores": "${right}" instead of "${wrong}"`,
  });
});
