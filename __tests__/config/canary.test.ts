import schema from "../../schema/infergate.schema.json";
import { commandsOf } from "../../src/config/commands";
import { failure, parse, URL_LINES } from "./parse";

const BOTH = `${URL_LINES}baseline: { url: http://b }\n`;
const HEADER = "attribute: { header: X-Revision, candidate: v3, baseline: v2 }";
const DRIVE = "drive: { advance: [go], rollback: [back] }";
const METRICS = (more = "", requests = "r{{revision}}{{window}}") =>
  `metrics: { url: http://prom, candidate: v3, baseline: v2, requests: "${requests}", errors: "e{{revision}}{{window}}"${more} }`;
const canary = (keys: string) => `canary: { ${keys} }\n`;

describe("the modes", () => {
  test.each([
    ["", { kind: "split", route: null, attribute: null }],
    [
      "route: { header: X-Canary, candidate: always, baseline: never }",
      {
        kind: "split",
        route: { header: "X-Canary", candidate: "always", baseline: "never" },
        attribute: null,
      },
    ],
    [
      `route: { header: X-Canary, candidate: always, baseline: never }, ${HEADER}`,
      {
        kind: "split",
        route: { header: "X-Canary", candidate: "always", baseline: "never" },
        attribute: { kind: "header", header: "x-revision", candidate: "v3", baseline: "v2" },
      },
    ],
    [
      `steps: [5%], ${HEADER}`,
      {
        kind: "router",
        router: null,
        attribute: { kind: "header", header: "x-revision", candidate: "v3", baseline: "v2" },
      },
    ],
    [
      'steps: [5%], attribute: { json: $.version, candidate: "3", baseline: "2" }',
      {
        kind: "router",
        router: null,
        attribute: { kind: "json", path: "$.version", candidate: "3", baseline: "2" },
      },
    ],
    [`${HEADER}, ${DRIVE}`, { kind: "router" }],
    [`steps: [5%], ${METRICS()}`, { kind: "metrics", url: "http://prom", auth: null }],
  ])("%s", (keys, traffic) => {
    expect(parse(BOTH + canary(keys)).config.canary?.traffic).toMatchObject(traffic);
  });

  test("a router is asked as the candidate is, without its credentials", () => {
    const { config, secretHosts } = parse(
      `endpoint: { url: http://a, protocol: oip-v2, model: m, auth: { bearer: x } }\nbaseline: { url: http://b }\n${canary(
        "steps: [5%], attribute: { fingerprint: true }, router: { url: http://r, auth: { bearer: y } }",
      )}`,
    );
    expect(config.canary?.traffic).toMatchObject({
      kind: "router",
      router: { url: "http://r", protocol: "oip-v2", model: "m", auth: { token: "y" } },
      attribute: { kind: "fingerprint" },
    });
    expect(secretHosts).toEqual(["a", "r"]);
  });

  test("off is no canary", () => {
    expect(parse(`${BOTH}canary: off\n`).config.canary).toBeNull();
  });
});

describe("impossible values", () => {
  const STEP = "expected a share over 0 and under 100%";
  test.each([
    [
      "steps: [50%, 10%]",
      '4:24: canary.steps[1]: expected more than the step before ("50%"), found "10%"',
    ],
    [
      "steps: [10%, 10%]",
      '4:24: canary.steps[1]: expected more than the step before ("10%"), found "10%"',
    ],
    ["steps: [0%, 50%]", `4:19: canary.steps[0]: ${STEP}, found "0%"`],
    ["steps: [10%, 100%]", `4:24: canary.steps[1]: ${STEP}, found "100%"`],
    ["steps: []", "4:11: canary.steps: expected 1 or more entries, found 0"],
    [
      "each: 500",
      "4:11: canary.each: is too small for any stage to tell: to clear 1% of errors takes 299 requests of the canary, which at 50% are 598 of both sides; expected at least that, found 500",
    ],
    ["each: 0", "4:11: canary.each: expected at least 1, found 0"],
    [
      "max_errors: 100%",
      '4:11: canary.max_errors: expected a share from 0 to under 100%, found "100%"',
    ],
    [
      "max_error_ratio: 0.5",
      "4:11: canary.max_error_ratio: expected a number from 1 (no worse than the baseline) to 100, found 0.5",
    ],
    [
      "max_slowdown: 0%",
      '4:11: canary.max_slowdown: expected a share over 0 and at most 1000%, found "0%"',
    ],
    [
      "route: { header: X, candidate: a, baseline: a }",
      "4:45: canary.route.baseline: is the candidate's value too, so that nothing tells the two apart",
    ],
    [
      "route: { header: X, candidate: a, baseline: b }, attribute: { fingerprint: true }",
      "4:73: canary.attribute.fingerprint: is for a router that chooses the side; with route, expected header or json",
    ],
    [
      `router: { url: http://r }, ${HEADER}, route: { header: X, candidate: a, baseline: b }`,
      "4:11: canary.router: chooses the side itself, and so does route; expected one of them",
    ],
    [
      `route: { header: X, candidate: a, baseline: b }, ${HEADER}, ${DRIVE}`,
      "4:124: canary.drive: moves a router's weight, and route chooses the side without one; expected one of them",
    ],
    [
      `steps: [5%], ${HEADER}, ${METRICS()}`,
      "4:88: canary.metrics: expected at most one of route, attribute, metrics, found attribute and metrics",
    ],
    [
      "steps: [5%], attribute: { candidate: a, baseline: b }",
      "4:24: canary.attribute: expected exactly one of header, json, fingerprint, found none of them",
    ],
    [HEADER, null],
    [
      `${HEADER}, steps: [5%], key: id`,
      "4:88: canary.key: is for a split that infergate makes; here the router chooses the side",
    ],
    [
      `steps: [5%], each: 9000, ${METRICS()}`,
      "4:24: canary.each: is not needed: what the window holds is counted (metrics.window)",
    ],
    [
      `steps: [5%], ${METRICS("", "sum(x)")}`,
      "4:82: canary.metrics.requests: must hold {{revision}}, or both sides read the same",
    ],
    [
      `steps: [5%], ${METRICS("", "x{{revision}}")}`,
      "4:82: canary.metrics.requests: must hold {{window}}, or what it reads is not that of the window",
    ],
    [
      `steps: [5%], ${METRICS("", "{{revision}}{{windw}}{{window}}")}`,
      "4:82: canary.metrics.requests: expected {{revision}}, {{window}}, found {{windw}}; did you mean {{window}}?",
    ],
    [`steps: [5%], ${METRICS(", window: 100ms")}`, null],
    [
      `${HEADER}, drive: { advance: [go, "{{ percent }}"], rollback: [back] }`,
      "4:98: canary.drive.advance[1]: expected {{weight}}, {{percent}}, {{stage}}, found {{ percent }}; did you mean {{percent}}?",
    ],
    [
      `${HEADER}, drive: { advance: [], rollback: [back] }`,
      "4:84: canary.drive.advance: expected 1 or more entries, found 0",
    ],
  ])("%s", (keys, message) => {
    const error = failure(BOTH + canary(keys));
    if (message !== null) expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/impossible-value");
  });
});

describe("what is missing", () => {
  test.each([
    [URL_LINES, "", "3:1: canary: compares with a baseline, but there is none"],
    [
      BOTH,
      DRIVE,
      "4:11: canary.drive: moves a router's weight, but nothing says which side answered; expected attribute or metrics beside it",
    ],
    [
      BOTH,
      "router: { url: http://r }",
      "4:11: canary.router: needs attribute beside it, which says how an answer tells the side that gave it",
    ],
    [
      BOTH,
      "steps: [5%], attribute: { header: X }",
      "4:24: canary.attribute: expected candidate and baseline, the header's values in the answers of either",
    ],
    [
      BOTH,
      "steps: [5%], attribute: { fingerprint: true }",
      "4:37: canary.attribute.fingerprint: compares the router's answers with those of candidate and baseline; expected canary.router and baseline, each with its own URL",
    ],
    [BOTH, "max_accuracy_drop: 2%", "4:11: canary.max_accuracy_drop: needs data.label"],
    [
      BOTH,
      `steps: [5%], max_slowdown: 20%, ${METRICS()}`,
      "4:24: canary.max_slowdown: needs metrics.latency, the query of a latency",
    ],
    [BOTH, "drive: { advance: [go] }", "4:11: canary.drive: the key rollback is missing"],
    [BOTH, "steps: [5%], metrics: { url: http://p }", null],
    [BOTH, "route: { header: X }", null],
  ])("%s%s", (before, keys, message) => {
    const error = failure(before + canary(keys));
    if (message !== null) expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/missing-key");
  });
});

describe("programs and secrets", () => {
  const env = { KUBE: "/secret/kube", NAME: "models", PROM: "http://prom", T: "t0ken" };

  test("both programs are known by their keys", () => {
    const { config } = parse(BOTH + canary(`${HEADER}, ${DRIVE}`));
    expect([...commandsOf(config)]).toEqual([
      ["canary.drive.advance", ["go"]],
      ["canary.drive.rollback", ["back"]],
    ]);
  });

  test("what the environment gives a program is a secret", () => {
    const { secrets, secretHosts } = parse(
      BOTH +
        canary(
          `${HEADER}, drive: { advance: [go, "\${NAME}"], rollback: [back], env: { KUBECONFIG: "\${KUBE}" } }`,
        ),
      { env },
    );
    expect(secrets).toEqual(["models", "/secret/kube"]);
    expect(secretHosts).toEqual([]);
  });

  test("the credentials of Prometheus are secret, and go to its host", () => {
    const { secrets, secretHosts } = parse(
      BOTH +
        canary(
          `steps: [5%], metrics: { url: "\${PROM}", auth: { bearer: "\${T}" }, candidate: v3, baseline: v2, requests: "r{{revision}}{{window}}", errors: "e{{revision}}{{window}}" }`,
        ),
      { env },
    );
    expect(secrets).toEqual(["t0ken"]);
    expect(secretHosts).toEqual(["prom"]);
  });

  test("a variable in a query goes to its host", () => {
    const text = METRICS("", "r{{revision}}{{window}}${NAME}");
    expect(parse(BOTH + canary(`steps: [5%], ${text}`), { env }).secretHosts).toEqual(["prom"]);
  });

  test("a variable in a routing header goes to the endpoint", () => {
    const { secretHosts } = parse(
      URL_LINES + canary('route: { header: X, candidate: "${NAME}", baseline: never }'),
      { env },
    );
    expect(secretHosts).toEqual(["localhost:8080"]);
  });
});

test("the schema says what applies where a mode says nothing", () => {
  const [, map] = schema.definitions.canary.anyOf as unknown as [
    unknown,
    { properties: Record<string, { properties: Record<string, { default?: unknown }> }> },
  ];
  const says = (mode: string, key: string) => map.properties[mode]?.properties[key]?.default;
  const { canary: metrics } = parse(BOTH + canary(`steps: [5%], ${METRICS()}`)).config;
  expect(metrics?.traffic).toMatchObject({ windowMs: 600_000, everyMs: 30_000 });
  expect([says("metrics", "window"), says("metrics", "every")]).toEqual(["10m", "30s"]);
  const { canary: driven } = parse(BOTH + canary(`${HEADER}, ${DRIVE}`)).config;
  expect(driven?.drive).toMatchObject({
    timeoutMs: 60_000,
    settleMs: 10_000,
    undecided: says("drive", "undecided"),
    passed: says("drive", "passed"),
  });
  expect([says("drive", "timeout"), says("drive", "settle")]).toEqual(["60s", "10s"]);
});
