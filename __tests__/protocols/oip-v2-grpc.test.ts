import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../servers/free-port";
import { checkOf, gate } from "../support/run-gate";
import { testConformance } from "./conformance";
import { writeRows } from "./penguins";
import { penguins } from "./servers/grpc-penguins";
import { code, Refusal, type Seen, serveGrpc } from "./servers/grpc-service";

describe.each([
  ["typed contents", "", false],
  ["raw contents", "tensors: binary", false],
  ["typed contents, answered raw", "", true],
])("oip-v2 over gRPC, %s", (_, config, raw) => {
  testConformance({
    protocol: "oip-v2",
    start: ({ ready }) => serveGrpc(penguins({ ready, raw })),
    config,
    evidence: /the URL begins with grpc:\/\/\nServerMetadata answers small 1/,
    version: "3",
    skipped: ["malformed-json", "wrong-content-type"],
    notReady: "ready",
  });
});

type Fault = (seen: Seen, sound: () => object) => object | Promise<object>;

/** One run over a server whose answers a fault may replace. */
async function gateOver(
  fault: Fault,
  config: { endpoint?: string; suites?: string; auth?: string } = {},
) {
  const seen: Seen[] = [];
  const answer = penguins({ ready: true });
  const server = await serveGrpc((call) => {
    seen.push(call);
    return fault(call, () => answer(call));
  });
  const data = await writeRows();
  try {
    const outcome = await gate(`
endpoint: { url: "${server.url}", ${config.endpoint ?? ""} }
data: { file: "${data.file}", label: species }
${config.suites ?? "system: standard\nload: off"}
`);
    return { outcome, seen, url: server.url };
  } finally {
    await Promise.all([server.close(), data.remove()]);
  }
}

const sound: Fault = (_, answer) => answer();
const onInfer =
  (act: Fault): Fault =>
  (seen, answer) =>
    seen.method === "ModelInfer" ? act(seen, answer) : answer();

describe("what the system suite finds", () => {
  test("why a check of JSON is skipped", async () => {
    const { outcome } = await gateOver(sound);
    for (const id of ["system/malformed-json", "system/wrong-content-type"]) {
      expect(checkOf(outcome, id)).toMatchObject({
        verdict: "skipped",
        message: "requests are protobuf messages, which gRPC frames itself",
      });
    }
  });

  test("strict: an oversized message is refused, NaN is answered, and all still works", async () => {
    const { outcome, seen } = await gateOver(sound, { suites: "system: strict\nload: off" });
    expect(checkOf(outcome, "system/oversize-body")).toMatchObject({
      verdict: "pass",
      message: "answered with status 429 (grpc-status 8 RESOURCE_EXHAUSTED)",
    });
    const nan = seen.find(({ message }) =>
      message.inputs?.some(({ contents }) => contents?.fp32_contents?.some(Number.isNaN as never)),
    );
    expect(nan).toBeDefined();
    expect(checkOf(outcome, "system/alive-after").verdict).toBe("pass");
  });

  test("strict: a server without a limit skips what the message is padded with", async () => {
    const server = await serveGrpc(penguins({ ready: true }), { maxMessageBytes: -1 });
    const data = await writeRows();
    const outcome = await gate(`
endpoint: { url: "${server.url}" }
data: { file: "${data.file}", label: species }
system: strict
load: off
`);
    await Promise.all([server.close(), data.remove()]);
    expect(checkOf(outcome, "system/oversize-body")).toMatchObject({
      verdict: "pass",
      message: "answered with status 200 (grpc-status 0 OK)",
    });
  });

  test.each([
    [code.INTERNAL, "500 (grpc-status 13 INTERNAL)"],
    [code.UNKNOWN, "500 (grpc-status 2 UNKNOWN)"],
    [code.UNAVAILABLE, "503 (grpc-status 14 UNAVAILABLE)"],
  ])("a bad request answered with %i is the server's fault", async (number, named) => {
    const { outcome } = await gateOver(
      onInfer((seen, answer) => {
        if (seen.message.inputs[0]?.datatype === "BYTES") throw new Refusal(number, "ValueError");
        return answer();
      }),
    );
    const check = checkOf(outcome, "system/wrong-dtype");
    expect(check.verdict).toBe("fail");
    expect(check.message).toContain(`answered ${named}`);
    expect(check.evidence[0]?.response).toMatch(/^500|503/);
    expect(check.evidence[0]?.response).toContain("ValueError");
  });

  test("evidence shows the messages as text", async () => {
    const { outcome } = await gateOver(
      onInfer(({ message: { id } }) => ({
        model_name: "penguins",
        id,
        outputs: [{ name: "species", datatype: "BYTES", shape: [2] }],
        raw_output_contents: [Buffer.from("\u0005\0\0\0Gento\u0001\0\0\0o", "latin1")],
      })),
    );
    const { verdict, message, evidence } = checkOf(outcome, "system/first-answer");
    expect([verdict, message]).toEqual([
      "fail",
      expect.stringMatching(/has 2 rows, but 1 were sent/),
    ]);
    expect(evidence[0]?.request).toMatch(
      /^POST \/inference\.GRPCInferenceService\/ModelInfer\ncontent-type: application\/grpc\n\n\{"model_name":"penguins","inputs":\[\{"name":"x","datatype":"FP32","shape":\[1,4\],"contents":\{"fp32_contents":\[/,
    );
    expect(evidence[0]?.response).toMatch(
      /^200 after \d+ ms\n(.+\n)*grpc-status: 0 OK\n(.*\n)+.*"datatype":"BYTES"/,
    );
  });

  test("a traceback in a status leaks", async () => {
    const { outcome } = await gateOver(
      onInfer((seen, answer) => {
        if (seen.message.inputs.length > 0) return answer();
        throw new Refusal(
          code.INVALID_ARGUMENT,
          'Traceback (most recent call last): File "a.py", line 1',
        );
      }),
    );
    expect(checkOf(outcome, "system/no-leak")).toMatchObject({ verdict: "fail" });
  });

  test("a caller who gets another's answer", async () => {
    let last: object | null = null;
    const { outcome } = await gateOver(
      onInfer((seen, answer) => {
        const mine = answer();
        if (!seen.message.id) return mine;
        const given = last ?? mine;
        last = mine;
        return given;
      }),
    );
    expect(checkOf(outcome, "system/isolation").message).toMatch(/answered with id infergate-/);
  });

  test("a state that is false, and a model that is always ready", async () => {
    const dead = await gateOver(({ method }, answer) =>
      method === "ServerLive" ? { live: false } : answer(),
    );
    expect(checkOf(dead.outcome, "system/live").message).toMatch(/ServerLive answered live: false/);
    const all = await gateOver(({ method }, answer) =>
      method === "ModelReady" ? { ready: true } : answer(),
    );
    expect(checkOf(all.outcome, "system/ready").message).toMatch(
      /does not exist is said to be ready/,
    );
  });

  test("bytes that are no message", async () => {
    const { outcome } = await gateOver(onInfer(() => Buffer.from([0xff, 0xff, 0xff])));
    expect(checkOf(outcome, "system/first-answer")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/the answer is no ModelInferResponse/),
    });
  });

  test("a hang is a fail within a few deadlines", async () => {
    const { outcome } = await gateOver(
      onInfer(() => new Promise(() => {})),
      { endpoint: "timeout: 500ms" },
    );
    expect(checkOf(outcome, "system/first-answer").message).toMatch(/no answer within 500 ms/);
    expect(outcome.exitStatus).toBe(1);
  });
});

describe("credentials", () => {
  const locked: Fault = ({ metadata }, answer) => {
    if (metadata.authorization !== "Bearer s3cret")
      throw new Refusal(code.UNAUTHENTICATED, "who are you?");
    return answer();
  };

  test("the right ones pass, and appear nowhere", async () => {
    const { outcome } = await gateOver(locked, { endpoint: "auth: { bearer: s3cret }" });
    expect(outcome.exitStatus).toBe(0);
    expect(JSON.stringify(outcome.result)).not.toContain("s3cret");
  });

  test.each(["", "auth: { bearer: wr0ng }"])(
    "without them nothing is measured: %s",
    async (endpoint) => {
      const { outcome } = await gateOver(locked, { endpoint });
      expect(outcome.result).toMatchObject({
        verdict: "error",
        reason: expect.stringMatching(/wants credentials \(status 401\)/),
      });
      expect(outcome.exitStatus).toBe(3);
    },
  );
});

describe("opening", () => {
  test("a dead port is an error", async () => {
    const outcome = await gate(`endpoint: { url: "grpc://127.0.0.1:${await freePort()}" }\n`);
    expect(outcome.result.suites.map(({ verdict }) => verdict)).toEqual(["error", "error"]);
    expect(outcome.result.reason).toMatch(/nothing listens/);
  });

  test("a gRPC server of something else is a fail, and says which service is missed", async () => {
    const server = await serveGrpc(penguins({ ready: true }), { service: "other.Service" });
    const outcome = await gate(`endpoint: { url: "${server.url}" }\n`);
    await server.close();
    expect(outcome.result).toMatchObject({
      verdict: "fail",
      reason: expect.stringMatching(
        /does not serve inference\.GRPCInferenceService: UNIMPLEMENTED/,
      ),
    });
  });

  test.each([
    ["several models", [{ name: "a" }, { name: "b" }], /serves 2 models: a, b/],
    ["no list", null, /does not list its models/],
  ])("%s: the model has to be named", async (_, models, says) => {
    const run = gateOver(({ method }, answer) => {
      if (method !== "RepositoryIndex") return answer();
      if (models === null) throw new Refusal(code.UNIMPLEMENTED, "no");
      return { models };
    });
    await expect(run).rejects.toMatchObject({
      code: "config/model-needed",
      message: expect.stringMatching(says),
    });
  });

  test("an unknown model is not there", async () => {
    const { outcome } = await gateOver(sound, { endpoint: "model: walrus" });
    expect(checkOf(outcome, "system/ready").message).toMatch(/ModelReady answered ready: false/);
    expect(checkOf(outcome, "system/metadata").message).toMatch(/404 \(grpc-status 5 NOT_FOUND\)/);
  });

  test("hints of MLServer's metadata are followed", async () => {
    const { seen } = await gateOver(
      ({ method }, answer) =>
        method === "ModelMetadata"
          ? {
              name: "penguins",
              inputs: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"].map(
                (name) => ({
                  name,
                  datatype: "BYTES",
                  shape: [-1, 1],
                  parameters: { content_type: { string_param: "str" } },
                }),
              ),
            }
          : answer(),
      { suites: "system: smoke\nload: off" },
    );
    const infer = seen.find(({ method }) => method === "ModelInfer");
    expect(infer?.message.inputs.map(({ parameters }) => parameters)).toEqual(
      Array(4).fill({ content_type: { string_param: "str" } }),
    );
  });

  test("metadata that is no message is found", async () => {
    const { outcome } = await gateOver(
      ({ method }, answer) => (method === "ModelMetadata" ? Buffer.from([0xff]) : answer()),
      { suites: "system: smoke\nload: off" },
    );
    expect(checkOf(outcome, "system/metadata")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/is no ModelMetadataResponse/),
    });
  });

  test.each([
    ["protocol: kserve-v1", "config/no-grpc"],
    ["protocol: http, request: { path: /p, body: {} }, response: $", "config/no-grpc"],
    ["deployment: green", "config/no-deployments"],
    ["parameters: { a: 1 }", "config/no-parameters"],
  ])("%s does not go with gRPC", async (endpoint, expected) => {
    await expect(gateOver(sound, { endpoint })).rejects.toMatchObject({ code: expected });
  });
});

test("captured requests are HTTP's, and do not go with gRPC", async () => {
  const folder = await mkdtemp(join(tmpdir(), "infergate-capture-"));
  const file = join(folder, "requests.jsonl");
  await writeFile(file, '{"path":"/v2/models/penguins/infer","body":{}}\n');
  const server = await serveGrpc(penguins({ ready: true }));
  const run = gate(`endpoint: { url: "${server.url}" }\ndata: { capture: "${file}" }\n`);
  await expect(run).rejects.toMatchObject({
    code: "config/no-grpc",
    message: expect.stringMatching(/data\.capture holds requests of HTTP/),
  });
  await Promise.all([server.close(), rm(folder, { recursive: true })]);
});

describe("under load", () => {
  // A limit this wide lets the generator be late on a machine that others use, too.
  const LOAD =
    "system: off\nload: { performance: { rate: 50/s, for: 4s, slo: { p95: 20s, errors: 10%, correct: 95% } } }";

  test("every answer is compared with the unloaded one", async () => {
    const { outcome, seen } = await gateOver(sound, { suites: LOAD });
    expect(checkOf(outcome, "load/performance/correct")).toMatchObject({
      verdict: "pass",
      observed: 1,
    });
    expect(checkOf(outcome, "load/performance/errors")).toMatchObject({
      verdict: "pass",
      observed: 0,
    });
    expect(seen.filter(({ method }) => method === "ModelInfer").length).toBeGreaterThan(150);
  });

  test("an answer that changes when it is busy is wrong, and a status that is not OK an error", async () => {
    const answers: object[] = [];
    let asked = 0;
    const { outcome } = await gateOver(
      onInfer((_, answer) => {
        asked++;
        answers.push(answer());
        // Each input was asked twice before the load begins.
        if (asked <= 60) return answers.at(-1) as object;
        if (asked % 3 === 0) throw new Refusal(code.RESOURCE_EXHAUSTED, "too many");
        return asked % 3 === 1 ? (answers.at(-2) as object) : (answers.at(-1) as object);
      }),
      { suites: LOAD },
    );
    expect(checkOf(outcome, "load/performance/correct").verdict).toBe("fail");
    const errors = checkOf(outcome, "load/performance/errors");
    expect(errors.verdict).toBe("fail");
    expect(JSON.stringify(errors.evidence)).toMatch(/RESOURCE_EXHAUSTED/);
  });

  test("calls that hang are errors, each after its own deadline", async () => {
    let asked = 0;
    const { outcome } = await gateOver(
      onInfer((_, answer) => (++asked <= 60 ? answer() : new Promise<object>(() => {}))),
      { suites: LOAD, endpoint: "timeout: 500ms" },
    );
    expect(checkOf(outcome, "load/performance/errors").verdict).toBe("fail");
  });
});

test("stress and volume: company that gRPC does not know is told, the rest is judged", async () => {
  const { outcome } = await gateOver(sound, {
    suites: `
system: off
load:
  stress: { start: 20/s, max_rate: 40/s, each: 1s, slo: { p95: 20s, errors: 10% }, correct: 95% }
  volume: { batch: [1, 4, 16, 64] }
`,
  });
  const adverse = ["bursts", "churn", "slow-readers", "oversized"].map((name) => {
    const { verdict, message } = checkOf(outcome, `load/stress/${name}`);
    return [name, verdict, message.split(" ").slice(0, 4).join(" ")];
  });
  expect(adverse).toEqual([
    ["bursts", expect.not.stringMatching(/skipped/), expect.anything()],
    ["churn", "skipped", "calls over gRPC share"],
    ["slow-readers", "skipped", "messages of gRPC are"],
    ["oversized", expect.not.stringMatching(/skipped/), expect.anything()],
  ]);
  expect(checkOf(outcome, "load/volume/correct")).toMatchObject({ observed: 1 });
});

test("shadow: two endpoints, one over gRPC and one in bytes, agree", async () => {
  const servers = await Promise.all([
    serveGrpc(penguins({ ready: true })),
    serveGrpc(penguins({ ready: true, raw: true })),
  ]);
  const data = await writeRows();
  const outcome = await gate(`
endpoint: { url: "${servers[0]?.url}" }
baseline: { url: "${servers[1]?.url}", tensors: binary }
data: { file: "${data.file}", label: species }
system: off
load: off
shadow: { requests: 60, min_agreement: 90% }
`);
  await Promise.all([...servers.map((server) => server.close()), data.remove()]);
  expect(checkOf(outcome, "shadow/agreement")).toMatchObject({ observed: 1, verdict: "pass" });
});
