import { type Findings, starterConfig } from "../../src/commands/starter-config";
import { parse } from "../config/parse";

const FOUND: Findings = {
  url: "http://127.0.0.1:8080",
  protocol: "oip-v2",
  evidence: ["GET /v2 answers server metadata: demo 1.0"],
  model: "penguins",
  version: "3",
  signature: {
    inputs: [
      { name: "bill", datatype: "FP32", shape: [-1, 1] },
      { name: "mass", datatype: "FP32", shape: [-1, 1] },
    ],
    outputs: [{ name: "species", datatype: "BYTES", shape: [-1] }],
  },
  canInvent: true,
  tokenVariable: null,
};

/** As a user would who takes the # off every example. */
const uncomment = (text: string) =>
  text
    .split("\n")
    .slice(text.split("\n").findIndex((line) => line.startsWith("endpoint:")))
    .map((line) => line.replace(/^( *)# (?=[\w ]+[:.]( |$|\w+:)| {2}\w)/, "$1"))
    .filter((line) => !/^(Without rows|The same inputs)/.test(line))
    .join("\n");

test("it is a config that runs as it stands", () => {
  const { config } = parse(starterConfig(FOUND));
  expect(config.endpoint).toMatchObject({
    url: "http://127.0.0.1:8080",
    protocol: "oip-v2",
    model: "penguins",
    version: null,
    auth: null,
  });
  expect(config.system?.level).toBe("standard");
  expect(config.load?.performance).toMatchObject({ rate: 20, forMs: 20_000 });
});

test("with every example taken in, it is one, too", () => {
  const text = uncomment(starterConfig(FOUND));
  const { config } = parse(text, { env: { TOKEN: "t", PROD_URL: "http://prod" } });
  expect(config.endpoint.version).toBe("3");
  expect(config.endpoint.auth).toEqual({ kind: "bearer", token: "t" });
  expect(config.baseline?.url).toBe("http://prod");
  expect(config.shadow?.requests).toBe(500);
  expect(config.acceptance?.metrics).toHaveLength(3);
  expect(config.data?.features).toEqual(["bill", "mass"]);
});

test("what was found stands above it, one finding a line", () => {
  expect(starterConfig(FOUND)).toMatch(
    /^# Found by `infergate init`:\n# {3}GET \/v2 answers server metadata: demo 1\.0\n# {3}model penguins, version 3\n# {3}input bill: FP32 \[-1, 1\]\n/,
  );
});

test("a token is named, never written", () => {
  const text = starterConfig({ ...FOUND, tokenVariable: "ENDPOINT_TOKEN" });
  expect(text).toContain('auth: { bearer: "${ENDPOINT_TOKEN}" }');
});

test("hostile names stay names", () => {
  const model = 'x" }\nload: off # ${HOME} \u202e \u2028 *a';
  const text = starterConfig({ ...FOUND, model, evidence: ["line\nload: off\u2028load: off"] });
  const { config } = parse(text, { env: { HOME: "secret" } });
  expect(config.endpoint.model).toBe(model);
  expect(config.load).not.toBeNull();
  expect(text).not.toMatch(/[\u202e\u2028]/);
});

test("where nothing can be invented, it says that rows are needed", () => {
  expect(starterConfig({ ...FOUND, canInvent: false })).toMatch(/the gate needs rows to send/);
});
