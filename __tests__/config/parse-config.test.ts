import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, URL_LINES } from "./parse";

const FULL = readFileSync(join(__dirname, "../fixtures/config/full.yml"), "utf8");
const ENV = {
  CANDIDATE_URL: "https://staging.example.com/models",
  PROD_URL: "https://prod.example.com",
  TOKEN: "t0ken",
  PROD_KEY: "k3y",
  PROMETHEUS_TOKEN: "pr0m",
  KUBECONFIG: "/secret/kube",
};

describe("a config with every key", () => {
  const { config } = parse(FULL, { env: ENV });

  test("endpoints", () => {
    expect(config.endpoint).toEqual({
      url: "https://staging.example.com/models",
      protocol: "oip-v2",
      model: "penguins",
      version: "3",
      deployment: null,
      parameters: null,
      tensors: "binary",
      auth: { kind: "bearer", token: "t0ken" },
      timeoutMs: 2000,
      http: null,
    });
    expect(config.baseline).toEqual({
      url: "https://prod.example.com",
      protocol: "http",
      model: "penguins",
      version: null,
      deployment: "green",
      parameters: { max_tokens: 64 },
      tensors: "json",
      auth: { kind: "api-key", header: "X-API-Key", value: "k3y" },
      timeoutMs: 1500,
      http: {
        request: {
          method: "POST",
          path: "/predict",
          headers: { "X-Tenant": "staging" },
          body: { instances: "{{rows}}" },
        },
        response: {
          prediction: "$.predictions",
          outputs: { score: "$.scores" },
          error: "$.detail",
        },
        health: { live: "/livez", ready: "/readyz", metadata: "/info" },
        versionPath: "$.model.version",
      },
    });
  });

  test("data, with the path from the directory of the config", () => {
    expect(config.data).toEqual({
      file: resolve("/project", "tests/holdout.csv"),
      isCapture: false,
      labels: resolve("/project", "tests/labels.csv"),
      id: "row",
      features: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"],
      label: "species",
      prediction: "$.outputs[0].data",
      classes: ["Adelie", "Chinstrap", "Gentoo"],
      slices: ["island", "sex", "body_mass_g < 3500"],
    });
  });

  test("system, examples taking over the tolerance of the suite", () => {
    expect(config.system).toEqual({
      level: "strict",
      skip: ["isolation"],
      schema: resolve("/project", "schemas/response.json"),
      examples: [
        {
          input: { island: "Torgersen", body_mass_g: 3750, wild: true, note: null },
          expect: "Adelie",
          tolerance: null,
        },
        {
          input: { body_mass_g: 5000 },
          expect: [0.1, 0.2],
          tolerance: { rel: 0.001, abs: 0.01 },
        },
      ],
      tolerance: { rel: 1e-5, abs: 0.01 },
    });
  });

  test("acceptance, in the order of the file", () => {
    const plain = { strict: false, maxDrop: null, minRows: 20, confidence: null, scoring: null };
    expect(config.acceptance?.metrics).toEqual([
      { ...plain, metric: "accuracy", limit: 0.95, direction: "at-least" },
      { ...plain, metric: "f1.macro", limit: 0.9, direction: "at-least", maxDrop: 0.01 },
      { ...plain, metric: "precision.Adelie", limit: 0.9, direction: "at-least", strict: true },
      {
        ...plain,
        metric: "worst_slice.recall.macro",
        limit: 0.8,
        direction: "at-least",
        minRows: 30,
        confidence: 0.95,
        scoring: null,
      },
      { ...plain, metric: "latency.p99.9", limit: 1500, direction: "at-most", strict: true },
      { ...plain, metric: "latency.p95", limit: 120, direction: "at-most", maxDrop: 20 },
    ]);
  });

  test("load, shadow, canary, report", () => {
    expect(config.load).toEqual({
      performance: {
        rate: 10,
        forMs: 60_000,
        arrivals: "constant",
        ramp: { from: 1, overMs: 30_000 },
        spike: null,
        maxInFlight: 64,
        slo: {
          p50: 50,
          p95: 120,
          p99: 1000,
          streams: [
            { name: "ttft.p95", measure: "ttft", p: 0.95, limitMs: 300 },
            { name: "tpot.p95", measure: "tpot", p: 0.95, limitMs: 40 },
            { name: "itl.p95", measure: "itl", p: 0.95, limitMs: 80 },
            { name: "itl.p99.9", measure: "itl", p: 0.999, limitMs: 1000 },
          ],
          tokensPerSecond: 400,
          errors: 0.02,
          correct: null,
          goodput: 0.9,
        },
      },
      endurance: {
        rate: 5,
        forMs: 600_000,
        arrivals: "poisson",
        ramp: null,
        spike: { rate: 50, atMs: 120_000, forMs: 10_000 },
        maxInFlight: 32,
        maxDrift: 0.2,
        maxErrors: 0.005,
        memory: { limit: 1.5 * 2 ** 30, withinMs: 86_400_000 },
      },
      stress: {
        rates: [20, 30, 45, 60, 67.5, 90],
        eachMs: 4_000,
        minCapacity: 60,
        recoverWithinMs: 20_000,
        maxInFlight: 100,
        slo: { p95: 150, errors: 0.02 },
        adverse: ["churn", "oversized"],
        correct: 0.98,
      },
      scalability: {
        users: [1, 2, 4, 8],
        eachMs: 2_000,
        thinkMs: 50,
        minEfficiency: { at: 4, ratio: 0.7 },
        correct: 0.97,
        elasticity: {
          from: 5,
          to: 40,
          holdMs: 2_000,
          withinMs: 60_000,
          slo: { p95: 300, errors: 0.01 },
          replicas: { kind: "header", header: "x-pod" },
          maxInFlight: 128,
        },
      },
      volume: { sizes: [1, 4, 16, 64], grows: "rows", each: 40, maxExponent: 1.3, correct: 0.96 },
      tolerance: { rel: 0.01, abs: 1e-6 },
      workers: 3,
      http: "2",
      monitor: {
        source: { kind: "prometheus", url: "http://metrics.internal/metrics" },
        measures: {
          memory: 'container_memory_usage_bytes{pod="a"}',
          cpu: "process_cpu_seconds_total",
          replicas: "replicas",
          queue: "queue_size",
        },
      },
    });
    expect(config.ab).toEqual({
      requests: 2000,
      split: 0.2,
      key: "row",
      metrics: [
        {
          name: "accuracy",
          higherIsBetter: null,
          goal: { kind: "non-inferiority", margin: 0.02 },
        },
        { name: "$.score", higherIsBetter: true, goal: { kind: "superiority" } },
      ],
      guardrails: [
        { name: "errors", higherIsBetter: null, goal: { kind: "non-inferiority", margin: 0.01 } },
        { name: "latency", higherIsBetter: null, goal: { kind: "non-inferiority", margin: 0.1 } },
      ],
      sequential: false,
    });
    expect(config.shadow).toEqual({
      requests: 1000,
      minAgreement: 0.98,
      maxSlowdown: 0.2,
      maxErrors: 0.02,
      tolerance: { rel: 0, abs: 0.5 },
      compare: {
        outputs: ["species", "probabilities"],
        as: { probabilities: "vector" },
        vector: { cosine: 0.01, abs: 0.5, ulp: 64 },
        probabilities: { jensenShannon: 0.1, sameTop: false },
        topK: { k: 3, jaccard: 0.5, order: false },
        ranking: { by: "tau", min: 0.8, p: 0.95 },
        text: { match: "token_f1", min: 0.8 },
        ignore: ["**.id", 'body["a.b"][*].*_at'],
        sets: ["body.tags"],
      },
      noiseFloor: { share: 0.5, maxExcess: 0.005 },
      metrics: { accuracy: { maxDrop: 0.02 } },
      sequential: true,
      allowStateChanges: true,
    });
    expect(config.canary).toEqual({
      steps: [0.05, 0.25],
      each: 8000,
      key: null,
      maxErrors: 0.02,
      maxErrorRatio: 2,
      maxSlowdown: 0.25,
      maxAccuracyDrop: null,
      traffic: {
        kind: "metrics",
        url: "https://prometheus.internal",
        auth: { kind: "bearer", token: "pr0m" },
        windowMs: 1_800_000,
        everyMs: 60_000,
        candidate: "v3",
        baseline: "v2",
        queries: {
          requests: 'sum(increase(requests_total{version="{{revision}}"}[{{window}}]))',
          errors: 'sum(increase(errors_total{version="{{revision}}"}[{{window}}])) or vector(0)',
          latency: 'avg(rate(seconds_sum{version="{{revision}}"}[{{window}}]))',
        },
      },
      drive: {
        advance: ["./canary.sh", "{{percent}}"],
        rollback: ["./canary.sh", "0"],
        timeoutMs: 30_000,
        settleMs: 0,
        env: { KUBECONFIG: "/secret/kube" },
        undecided: "keep",
        passed: "rollback",
      },
      score: {
        weights: { errors: 50, latency: 30, accuracy: 10 },
        critical: ["errors", "latency"],
      },
    });
    expect(config.report).toEqual({ comment: "on-fail", onInconclusive: "warn" });
  });
});

test("a URL alone: the defaults", () => {
  const { config, secrets, secretHosts } = parse(null, {
    file: null,
    overrides: { url: "http://localhost:8080", baselineUrl: null },
  });
  expect(config).toEqual({
    file: null,
    endpoint: {
      url: "http://localhost:8080",
      protocol: "auto",
      model: null,
      version: null,
      deployment: null,
      parameters: null,
      tensors: "json",
      auth: null,
      timeoutMs: 5000,
      http: null,
    },
    baseline: null,
    data: null,
    system: {
      level: "standard",
      skip: [],
      schema: null,
      examples: [],
      tolerance: { rel: 1e-5, abs: 1e-6 },
    },
    acceptance: null,
    load: {
      performance: {
        rate: 20,
        forMs: 20_000,
        arrivals: "poisson",
        ramp: null,
        spike: null,
        maxInFlight: 256,
        slo: {
          p50: null,
          p95: null,
          p99: null,
          streams: [],
          tokensPerSecond: null,
          errors: 0.01,
          correct: 0.99,
          goodput: null,
        },
      },
      endurance: null,
      stress: null,
      scalability: null,
      volume: null,
      tolerance: { rel: 1e-5, abs: 1e-6 },
      monitor: null,
      workers: null,
      http: "1.1",
    },
    shadow: null,
    ab: null,
    canary: null,
    report: { comment: "on-change", onInconclusive: "fail" },
  });
  expect([secrets, secretHosts]).toEqual([[], []]);
});

test("two URLs alone: the shadow comparison runs too", () => {
  const { config } = parse(null, {
    overrides: { url: "http://localhost:1", baselineUrl: "http://localhost:2" },
  });
  expect(config.baseline?.url).toBe("http://localhost:2");
  expect(config.shadow).toEqual({
    requests: 500,
    minAgreement: 0.99,
    maxSlowdown: 0.1,
    maxErrors: 0.01,
    tolerance: { rel: 1e-4, abs: 1e-6 },
    compare: {
      outputs: "first",
      as: "auto",
      vector: { cosine: null, abs: null, ulp: null },
      probabilities: { jensenShannon: 0.02, sameTop: true },
      topK: { k: 5, jaccard: 1, order: true },
      ranking: { by: "rbo", min: 0.9, p: 0.9 },
      text: { match: "exact", min: 0.9 },
      ignore: [],
      sets: [],
    },
    noiseFloor: { share: 0.3, maxExcess: 0.01 },
    metrics: { accuracy: null },
    sequential: false,
    allowStateChanges: false,
  });
});

test("as much beyond the noise is put up with as min_agreement lets differ", () => {
  const shadow = (keys: string) =>
    parse(`${URL_LINES}baseline: { url: http://b }\nshadow: { ${keys} }\n`).config.shadow;
  expect(shadow("min_agreement: 95%")?.noiseFloor?.maxExcess).toBe(0.05);
  expect(shadow("min_agreement: 95%, noise_floor: { max_excess: 0 }")?.noiseFloor?.maxExcess).toBe(
    0,
  );
  expect(shadow("noise_floor: off")?.noiseFloor).toBeNull();
  expect(shadow("sequential: off")?.sequential).toBe(false);
});

describe("options win over the file", () => {
  test("a URL that is overridden may have an unset variable in it", () => {
    const text = `endpoint:\n  url: \${NOWHERE}\n  model: m\nbaseline:\n  url: \${NOR_HERE}\n`;
    const { config } = parse(text, {
      overrides: { url: "http://localhost:1", baselineUrl: "http://localhost:2" },
    });
    expect(config.endpoint).toMatchObject({ url: "http://localhost:1", model: "m" });
    expect(config.baseline).toMatchObject({ url: "http://localhost:2", model: "m" });
  });

  test("an overriding URL is not interpolated", () => {
    const { config } = parse(URL_LINES, {
      overrides: { url: `http://localhost/$\{HOME}`, baselineUrl: null },
      env: { HOME: "secret" },
    });
    expect(config.endpoint.url).toBe(`http://localhost/$\{HOME}`);
  });
});

describe("off, the word and the boolean of older YAML", () => {
  test.each(["off", "false"])("%s", (off) => {
    const { config } = parse(
      `${URL_LINES}system: ${off}\nload: ${off}\nshadow: ${off}\nreport: { comment: ${off} }\n`,
    );
    expect(config).toMatchObject({ system: null, load: null, shadow: null });
    expect(config.report.comment).toBe("off");
  });

  test.each(["off", "false"])("correct: %s", (off) => {
    const { config } = parse(`${URL_LINES}load: { performance: { slo: { correct: ${off} } } }\n`);
    expect(config.load?.performance?.slo.correct).toBeNull();
  });

  test("shadow can be off where there is a baseline", () => {
    expect(
      parse(`${URL_LINES}baseline: { url: http://b }\nshadow: off\n`).config.shadow,
    ).toBeNull();
  });
});

test.each(["smoke", "standard", "strict"])("system: %s", (level) => {
  expect(parse(`${URL_LINES}system: ${level}\n`).config.system?.level).toBe(level);
});

test("a performance test that is given in part keeps the other defaults", () => {
  const { config } = parse(`${URL_LINES}load: { performance: { slo: { p95: 120ms } } }\n`);
  expect(config.load?.performance).toMatchObject({
    rate: 20,
    forMs: 20_000,
    slo: { p50: null, p95: 120, errors: 0.01, correct: 0.99 },
  });
});

describe("what the baseline takes over", () => {
  const http = `endpoint:
  url: http://a
  protocol: http
  model: m
  version: "1"
  timeout: 1s
  auth: { bearer: secret }
  request: { path: /p, body: "{{row}}" }
  response: $.y
`;

  test("how to talk to it, but neither version nor credentials", () => {
    const { endpoint, baseline } = parse(`${http}baseline: { url: http://b }\n`).config;
    expect(baseline).toEqual({ ...endpoint, url: "http://b", version: null, auth: null });
  });

  test("no templates for a protocol of its own", () => {
    const { baseline } = parse(`${http}baseline: { url: http://b, protocol: oip-v2 }\n`).config;
    expect(baseline).toMatchObject({ protocol: "oip-v2", http: null });
  });
});

test("data.prediction stands in for the response of protocol http, and is not said twice", () => {
  const http = "endpoint: { url: http://a, protocol: http, request: { method: GET, path: /p }";
  const data = 'data: { file: a.csv, prediction: "$.y" }\n';
  expect(parse(`${http} }\n${data}`).config.endpoint.http?.response.prediction).toBe("$.y");
  expect(() => parse(`${http}, response: $.z }\n${data}`)).toThrow(
    /2:22: data.prediction: is said twice/,
  );
});

test.each([
  ["another model", "model: b"],
  ["a header that routes elsewhere", "auth: { headers: { x-route: stable } }"],
])("%s behind the same URL is a baseline", (_, difference) => {
  const text = `endpoint: { url: http://a, model: a }\nbaseline: { url: http://a, ${difference} }\n`;
  expect(parse(text).config.baseline?.url).toBe("http://a");
});

test("a response that is a path alone is the prediction", () => {
  const { config } = parse(
    'endpoint:\n  url: http://a\n  protocol: http\n  request: { method: GET, path: /p }\n  response: "$.y"\n',
  );
  expect(config.endpoint.http).toEqual({
    request: { method: "GET", path: "/p", headers: {}, body: null },
    response: { prediction: "$.y", outputs: {}, error: null },
    health: { live: null, ready: null, metadata: null },
    versionPath: null,
  });
});

test.each([
  ['basic: { username: u, password: "p" }', { kind: "basic", username: "u", password: "p" }],
  ["headers: { X-Key: k }", { kind: "headers", headers: { "X-Key": "k" } }],
])("auth: { %s }", (auth, expected) => {
  expect(parse(`${URL_LINES}  auth: { ${auth} }\n`).config.endpoint.auth).toEqual(expected);
});

test("class names may be numbers, and become the text that labels are compared as", () => {
  const { config } = parse(`${URL_LINES}data: { file: a.csv, classes: [0, 1.5, true, no] }\n`);
  expect(config.data?.classes).toEqual(["0", "1.5", "true", "no"]);
});

test("a class may be called anything", () => {
  const { config } = parse(
    `${URL_LINES}data: { file: a.csv, label: y }\nacceptance:\n  "f1.a b.c: {}": ">= 0.5"\n`,
  );
  expect(config.acceptance?.metrics[0]?.metric).toBe("f1.a b.c: {}");
});

test("latency alone needs no label", () => {
  const { config } = parse(
    `${URL_LINES}data: { file: a.csv }\nacceptance: { latency.p95: "<= 120ms" }\n`,
  );
  expect(config.acceptance?.metrics).toHaveLength(1);
});

test("anchors and aliases", () => {
  const { config } = parse(
    "endpoint: { url: http://a, timeout: &t 3s }\nbaseline: { url: http://b, timeout: *t }\n",
  );
  expect(config.baseline?.timeoutMs).toBe(3000);
});

test("a byte order mark and Windows line ends", () => {
  expect(parse("\uFEFFendpoint:\r\n  url: http://a\r\n").config.endpoint.url).toBe("http://a");
});
