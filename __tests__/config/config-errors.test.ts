import { failure, URL_LINES } from "./parse";

const DATA = "data: { file: a.csv, label: y }\n";

/** Every case: what follows the two lines with the URL, the code, and the message without the file. */
const shadow = (keys: string) => `baseline: { url: http://b }\nshadow: { ${keys} }\n`;

describe("unknown keys", () => {
  test.each([
    ["tiemout: 5s\n", "3:1: tiemout: unknown key"],
    ["  tiemout: 5s\n", "3:3: endpoint.tiemout: unknown key; did you mean timeout?"],
    ["  auth: { bearr: x }\n", "3:11: endpoint.auth.bearr: unknown key; did you mean bearer?"],
    ["lod: off\n", "3:1: lod: unknown key; did you mean load?"],
    ["security: standard\n", "3:1: security: unknown key"],
    ["behaviour: []\n", "3:1: behaviour: unknown key"],
    [
      "load:\n  performance:\n    slo:\n      p96: 1s\n",
      "6:7: load.performance.slo.p96: unknown key; did you mean p95?",
    ],
    [
      "load:\n  performance:\n    slo:\n      tttf.p95: 1s\n",
      "6:7: load.performance.slo.tttf.p95: unknown key; did you mean ttft.p95?",
    ],
    [
      "load:\n  performance:\n    slo:\n      ttft.p100: 1s\n",
      "6:7: load.performance.slo.ttft.p100: unknown key; did you mean ttft.p95?",
    ],
    ["load: { performance: {}, soak: {} }\n", "3:26: load.soak: unknown key"],
    ["data: { file: a.csv, lable: y }\n", "3:22: data.lable: unknown key; did you mean label?"],
    ["system: { pipelines: [] }\n", "3:11: system.pipelines: unknown key"],
    [
      "system: { examples: [{ input: { a: 1 }, expect: 1, tolerence: {} }] }\n",
      "3:52: system.examples[0].tolerence: unknown key; did you mean tolerance?",
    ],
    [
      `${DATA}acceptance: { acuracy: ">= 0.9" }\n`,
      "4:15: acceptance.acuracy: unknown key; did you mean accuracy?",
    ],
    [
      `${DATA}acceptance: { f1: ">= 0.9" }\n`,
      "4:15: acceptance.f1: unknown key; did you mean f1.macro?",
    ],
    [
      `${DATA}acceptance: { latency.p100: "<= 1s" }\n`,
      "4:15: acceptance.latency.p100: unknown key; did you mean latency.p50?",
    ],
    [`${DATA}acceptance: { fairness: {} }\n`, "4:15: acceptance.fairness: unknown key"],
    [
      `${DATA}acceptance: { accuracy: { mim: 0.9 } }\n`,
      "4:27: acceptance.accuracy.mim: unknown key; did you mean min?",
    ],
    ["? constructor\n: 1\n", "3:3: constructor: unknown key"],
    ["__proto__: { a: 1 }\n", "3:1: __proto__: this key is not allowed"],
  ])("%j", (text, message) => {
    const error = failure(URL_LINES + text);
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/unknown-key");
  });

  test("the hint lists the keys that there are", () => {
    expect(failure(`${URL_LINES}report: { on: x }\n`).hint).toBe(
      "Keys here: comment, on_inconclusive.",
    );
  });
});

describe("wrong types", () => {
  const DURATION = "a duration such as 5s, 120ms, 2m or 1h";
  const LIMIT =
    'a limit such as ">= 0.95" or "<= 120ms", or a map of min, max, max_drop, min_rows, confidence';
  test.each([
    ["  timeout: 5\n", `3:3: endpoint.timeout: expected ${DURATION}, found 5`],
    ["  timeout: 5 s\n", `3:3: endpoint.timeout: expected ${DURATION}, found "5 s"`],
    ["  timeout:\n", `3:3: endpoint.timeout: expected ${DURATION}, found nothing`],
    ["  version: 3\n", "3:3: endpoint.version: expected text, found 3"],
    [
      "  protocol: oip\n",
      '3:3: endpoint.protocol: expected one of auto, oip-v2, kserve-v1, tf-serving, torchserve, mlflow, bentoml, litserve, ray-serve, seldon, databricks, sagemaker, azureml, vertex, openai, tgi, tei, http, found "oip"',
    ],
    [
      "system: strickt\n",
      '3:1: system: expected smoke, standard, strict, off, or a map, found "strickt"',
    ],
    [
      "system: { level: off }\n",
      '3:11: system.level: expected one of smoke, standard, strict, found "off"',
    ],
    ["load: true\n", "3:1: load: expected off, or a map, found true"],
    [
      "load: { performance: { rate: 20 } }\n",
      "3:24: load.performance.rate: expected a rate such as 20/s or 600/m, found 20",
    ],
    [
      "load: { performance: { max_in_flight: 2.5 } }\n",
      "3:24: load.performance.max_in_flight: expected a whole number, found 2.5",
    ],
    [
      "load: { performance: { slo: { errors: .inf } } }\n",
      "3:31: load.performance.slo.errors: expected a share such as 1% or 0.01, found Infinity",
    ],
    ["data: a.csv\n", '3:1: data: expected a map, found "a.csv"'],
    ["data: { file: a.csv, features: x }\n", '3:22: data.features: expected a list, found "x"'],
    ["data: { file: a.csv, features: [a, 1] }\n", "3:36: data.features[1]: expected text, found 1"],
    [
      'data: { file: a.csv, prediction: "outputs" }\n',
      '3:22: data.prediction: expected a JSON path such as $.outputs[0].data, found "outputs"',
    ],
    [
      "system: { examples: [{ input: { a: [1] }, expect: 1 }] }\n",
      "3:33: system.examples[0].input.a: expected text, a number, true or false, null, found a list",
    ],
    [
      `${DATA}acceptance: { accuracy: 0.95 }\n`,
      `4:15: acceptance.accuracy: expected ${LIMIT}, found 0.95`,
    ],
    [
      `${DATA}acceptance: { accuracy: "= 0.95" }\n`,
      `4:15: acceptance.accuracy: expected ${LIMIT}, found "= 0.95"`,
    ],
    ["shadow: yes\n", '3:1: shadow: expected off, or a map, found "yes"'],
    [
      "report: { comment: never }\n",
      '3:11: report.comment: expected one of always, on-change, on-fail, off, found "never"',
    ],
  ])("%j", (text, message) => {
    const error = failure(URL_LINES + text);
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/wrong-type");
  });

  test("a number where text is due: the hint says how to write it", () => {
    expect(failure(`${URL_LINES}  version: 3\n`).hint).toBe('Put it in quotes: "3".');
  });

  test("a word that is nearly one: the hint names it", () => {
    expect(failure(`${URL_LINES}system: strickt\n`).hint).toBe("Did you mean strict?");
  });
});

describe("impossible values", () => {
  const HOUR = "expected a duration over 0 and at most 1h";
  const MOST = "expected a share from 0 to under 100%";
  const LEAST = "expected a share over 0 and at most 100%";
  const SCORE = "expected a number over 0 and at most 1";
  const perf = (slo: string) => `load: { performance: { ${slo} } }\n`;
  const accept = (limit: string) => `${DATA}acceptance: { ${limit} }\n`;
  test.each([
    ["  timeout: 0s\n", `3:3: endpoint.timeout: ${HOUR}, found "0s"`],
    ["  timeout: -5s\n", `3:3: endpoint.timeout: ${HOUR}, found "-5s"`],
    ["  timeout: 61m\n", `3:3: endpoint.timeout: ${HOUR}, found "61m"`],
    ['  model: ""\n', '3:3: endpoint.model: expected some text, found ""'],
    [
      "  auth: { bearer: x, basic: { username: u, password: p } }\n",
      "3:3: endpoint.auth: expected only one of bearer, api-key, basic, aws-sigv4, headers",
    ],
    [
      "  response: $.x\n",
      "3:3: endpoint.response: is only for the protocols http, bentoml, litserve, ray-serve, torchserve, azureml",
    ],
    [
      perf("rate: 0/s"),
      '3:24: load.performance.rate: expected a rate over 0 and at most 10000/s, found "0/s"',
    ],
    [
      perf("rate: 10001/s"),
      '3:24: load.performance.rate: expected a rate over 0 and at most 10000/s, found "10001/s"',
    ],
    [perf("for: 2h"), `3:24: load.performance.for: ${HOUR}, found "2h"`],
    [
      perf("rate: 1/m, for: 30s"),
      "3:9: load.performance: rate and duration make less than one request; expected 1 to 1000000",
    ],
    [
      perf("rate: 1000/s, for: 1h"),
      "3:9: load.performance: rate and duration make 3600000 requests; expected 1 to 1000000",
    ],
    [
      perf("max_in_flight: 0"),
      "3:24: load.performance.max_in_flight: expected at least 1, found 0",
    ],
    [
      perf("max_in_flight: 20000"),
      "3:24: load.performance.max_in_flight: expected at most 10000, found 20000",
    ],
    [perf("slo: { p95: 0ms }"), `3:31: load.performance.slo.p95: ${HOUR}, found "0ms"`],
    [perf("slo: { ttft.p95: 0ms }"), `3:31: load.performance.slo.ttft.p95: ${HOUR}, found "0ms"`],
    [perf("slo: { itl.p99.9: 2h }"), `3:31: load.performance.slo.itl.p99.9: ${HOUR}, found "2h"`],
    [
      perf("slo: { tokens_per_second: 0 }"),
      "3:31: load.performance.slo.tokens_per_second: expected a number over 0, found 0",
    ],
    [perf("slo: { errors: 101% }"), `3:31: load.performance.slo.errors: ${MOST}, found "101%"`],
    [perf("slo: { errors: 100% }"), `3:31: load.performance.slo.errors: ${MOST}, found "100%"`],
    [perf("slo: { errors: -1% }"), `3:31: load.performance.slo.errors: ${MOST}, found "-1%"`],
    [perf("slo: { correct: 0 }"), `3:31: load.performance.slo.correct: ${LEAST}, found 0`],
    [perf("slo: { goodput: 1.5 }"), `3:31: load.performance.slo.goodput: ${LEAST}, found 1.5`],
    ["load: { tolerance: { rel: -1 } }", "3:22: load.tolerance.rel: expected at least 0, found -1"],
    [
      "data: { file: a.csv, features: [] }\n",
      "3:22: data.features: expected 1 or more entries, found 0",
    ],
    [
      "data: { file: a.csv, features: [a, b, a] }\n",
      "3:22: data.features: the entries 0 and 2 are the same",
    ],
    [
      "data: { file: a.csv, id: y, label: y }\n",
      "3:22: data.id: is the label; they are two columns",
    ],
    [
      "data: { file: a.csv, features: [x, y], label: y }\n",
      "3:36: data.features[1]: is the label; a model that is given the answer proves nothing",
    ],
    [
      "data: { file: a.csv, slices: [sex, x = 3] }\n",
      '3:36: data.slices[1]: the slice "x = 3" compares with =; write ==',
    ],
    [
      'data: { file: a.csv, prediction: "$[" }\n',
      '3:22: data.prediction: expected a JSON path, found "$["',
    ],
    [
      "baseline: { url: 'http://localhost:8080/' }\n",
      "3:13: baseline.url: is the endpoint itself, which agrees with itself whatever it answers",
    ],
    [
      "system: { skip: [live, isolatoin] }\n",
      '3:24: system.skip[1]: "isolatoin" is no check; did you mean isolation?',
    ],
    [
      accept('accuracy: "<= 0.9"'),
      '4:15: acceptance.accuracy: higher is better for this metric; expected a limit such as ">= 0.95"',
    ],
    [
      accept("rmse: { min: 2 }"),
      '4:23: acceptance.rmse.min: lower is better for this metric; expected a limit such as "<= 2.5"',
    ],
    [accept('accuracy: ">= 95"'), `4:15: acceptance.accuracy: ${SCORE}, found ">= 95"`],
    [accept('accuracy: "> 1"'), `4:15: acceptance.accuracy: ${SCORE}, found "> 1"`],
    [accept("accuracy: { min: 0 }"), `4:27: acceptance.accuracy.min: ${SCORE}, found 0`],
    [accept('accuracy: ">= 120ms"'), `4:15: acceptance.accuracy: ${SCORE}, found ">= 120ms"`],
    [
      accept('latency.p95: "<= 120"'),
      '4:15: acceptance.latency.p95: expected a duration over 0 and at most 1h, found "<= 120"',
    ],
    [
      accept('mae: "< 0"'),
      '4:15: acceptance.mae: expected a number from 0, in the unit of the label, found "< 0"',
    ],
    [accept('r2: ">= 1.1"'), '4:15: acceptance.r2: expected a number of at most 1, found ">= 1.1"'],
    [
      accept("accuracy: { min: 0.1, max: 0.9 }"),
      "4:15: acceptance.accuracy: has min and max; a metric has one of them",
    ],
    [
      accept("accuracy: { min: 0.9, min_rows: 5 }"),
      "4:37: acceptance.accuracy.min_rows: is only for worst_slice metrics",
    ],
    [
      accept("accuracy: { min: 0.9, confidence: 50% }"),
      '4:37: acceptance.accuracy.confidence: expected a share over 50% and under 100%, found "50%"',
    ],
    [
      "baseline: { url: http://b }\nshadow: { min_agreement: 0 }\n",
      `4:11: shadow.min_agreement: ${LEAST}, found 0`,
    ],
    [
      "baseline: { url: http://b }\nshadow: { requests: 1000001 }\n",
      "4:11: shadow.requests: expected at most 1000000, found 1000001",
    ],
    [
      shadow("compare: { vector: { cosine: 2 } }"),
      "4:32: shadow.compare.vector.cosine: expected a cosine distance from 0 to under 2, found 2",
    ],
    [
      shadow("compare: { probabilities: { jensen_shannon: 1 } }"),
      "4:39: shadow.compare.probabilities.jensen_shannon: expected a Jensen–Shannon distance from 0 to under 0.83, found 1",
    ],
    [
      shadow("compare: { ranking: { p: 1 } }"),
      "4:33: shadow.compare.ranking.p: expected a number over 0 and under 1, found 1",
    ],
    [
      shadow('compare: { ignore: ["body.id", "body..id"] }'),
      '4:42: shadow.compare.ignore[1]: "body..id" is no pattern of paths',
    ],
    [
      shadow("noise_floor: { share: 10% }"),
      '4:26: shadow.noise_floor.share: expected a share from 30% to 100%, found "10%"',
    ],
  ])("%j", (text, message) => {
    const error = failure(URL_LINES + text);
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/impossible-value");
  });

  test("99 for a share: the hint knows what was meant", () => {
    const { hint } = failure(
      `${URL_LINES}baseline: { url: http://b }\nshadow: { min_agreement: 99 }\n`,
    );
    expect(hint).toBe("For 99 of a hundred write 99%.");
  });

  test.each(["ftp://a", "staging.example.com", "http://a/#x"])("url: %s", (url) => {
    const error = failure(`endpoint:\n  url: "${url}"\n`);
    expect(error.message).toBe(
      `infergate.yml:2:3: endpoint.url: expected an http:// or https:// URL without user name, password or fragment, found "${url}"`,
    );
    expect(error.code).toBe("config/impossible-value");
  });
});

test.each(["grpc://a", "grpc://a:8001/v2"])("a gRPC url: %s", (url) => {
  const error = failure(`endpoint:\n  url: "${url}"\n`);
  expect(error.message).toBe(
    `infergate.yml:2:3: endpoint.url: expected grpc://host:port, or grpcs://host over TLS, without user name, path or query, found "${url}"`,
  );
});

test.each<[string, string]>([
  [
    "load:\n  endurance: { rate: 1/s, for: 1m }\n  monitor: { prometheus: grpc://a:1 }\n",
    'load.monitor.prometheus: expected ^(/|https?://), found "grpc://a:1"',
  ],
  [
    "canary:\n  metrics: { url: grpc://a:1, requests: 'a{v=\"{{revision}}\"}', errors: 'b{v=\"{{revision}}\"}', candidate: v2, baseline: v1 }\n",
    'canary.metrics.url: expected an http:// or https:// URL without user name, password or fragment, found "grpc://a:1"',
  ],
])("gRPC is for the endpoints of models: %j", (text, says) => {
  expect(failure(URL_LINES + text).message).toContain(says);
});

describe("missing keys", () => {
  const http = "  protocol: http\n";
  test.each([
    ["data: { label: y }\n", "3:1: data: has neither file nor capture"],
    [
      "load: {}\n",
      "3:1: load: is empty; expected one of performance, endurance, stress, scalability, volume, tolerance, monitor, workers, http",
    ],
    [
      "  auth: {}\n",
      "3:3: endpoint.auth: is empty; expected one of bearer, api-key, basic, aws-sigv4, headers",
    ],
    [
      "  auth: { basic: { username: u } }\n",
      "3:11: endpoint.auth.basic: the key password is missing",
    ],
    ["baseline: { model: m }\n", "3:1: baseline.url: the key url is missing"],
    [
      shadow("metrics: { accuracy: { max_drop: 1% } }"),
      "4:22: shadow.metrics.accuracy: needs data.label, the right answers",
    ],
    ["shadow: {}\n", "3:1: shadow: compares with a baseline, but there is none"],
    [
      'acceptance: { latency.p95: "<= 1s" }\n',
      "3:1: acceptance: needs rows to judge by, but there is no data",
    ],
    [
      'data: { file: a.csv }\nacceptance: { accuracy: ">= 0.9" }\n',
      "4:15: acceptance.accuracy: needs data.label",
    ],
    [
      `${DATA}acceptance: { worst_slice.accuracy: ">= 0.9" }\n`,
      "4:15: acceptance.worst_slice.accuracy: needs data.slices",
    ],
    [
      `${DATA}acceptance: { accuracy: { max_drop: 0.01 } }\n`,
      "4:27: acceptance.accuracy.max_drop: compares with a baseline, but there is none",
    ],
    [
      `${DATA}acceptance: { accuracy: { confidence: 95% } }\n`,
      "4:15: acceptance.accuracy: has no limit; expected min or max_drop",
    ],
    [
      `${http}  request: { path: /p, body: 1 }\n`,
      "1:1: endpoint: protocol http needs the key response",
    ],
    [
      `${http}  request: { path: /p }\n  response: $.y\n`,
      "4:3: endpoint.request: the key body is missing",
    ],
    [
      `${http}  request: { path: /p, body: 1 }\n  response: $.y\n  version_path: $.v\n`,
      "6:3: endpoint.version_path: needs health.metadata to ask",
    ],
    [
      `${http}  request: { path: /p, body: 1 }\n  response: { error: $.e }\n`,
      "5:3: endpoint.response: the key prediction is missing",
    ],
  ])("%j", (text, message) => {
    const error = failure(URL_LINES + text);
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/missing-key");
  });

  test("an empty acceptance checks nothing", () => {
    const error = failure(`${URL_LINES}${DATA}acceptance: {}\n`);
    expect(error.message).toContain(
      "infergate.yml:4:1: acceptance: is empty; expected one of accuracy,",
    );
    expect(error.code).toBe("config/missing-key");
  });
});

describe("no URL", () => {
  test.each([
    ["no file", null, null, "endpoint.url: no URL"],
    [
      "a file without endpoint",
      "load: off\n",
      "infergate.yml",
      "infergate.yml: endpoint.url: no URL",
    ],
    [
      "an endpoint without url",
      "endpoint:\n  model: m\n",
      "infergate.yml",
      "infergate.yml:1:1: endpoint.url: no URL",
    ],
  ])("%s", (_, text, file, message) => {
    const error = failure(text, { file });
    expect(error.code).toBe("usage/no-url");
    expect(error.message).toBe(`${message}, so there is nothing to test`);
    expect(error.hint).toMatch(/--url https:[\s\S]*endpoint:\n {2}url: https:/);
  });

  test.each([
    ["url", { url: "nonsense", baselineUrl: null }, "--url (or the url input): The URL"],
    [
      "baselineUrl",
      { url: null, baselineUrl: "ftp://x" },
      "--baseline-url (or the baseline-url input): The URL",
    ],
  ])("an option %s that is no URL", (_, overrides, message) => {
    const error = failure(URL_LINES, { overrides });
    expect(error.code).toBe("usage/bad-url");
    expect(error.message).toContain(message);
  });
});

describe("several problems", () => {
  test("are listed in the order of the file, and the first gives the code", () => {
    const error = failure(
      `${URL_LINES}load: { performance: { rate: fast } }\nreprot: {}\ndata: { file: 1 }\n`,
    );
    expect(error.message.split("\n")).toEqual([
      "3 problems in infergate.yml:",
      '  infergate.yml:3:24: load.performance.rate: expected a rate such as 20/s or 600/m, found "fast"',
      "  infergate.yml:4:1: reprot: unknown key; did you mean report?",
      "  infergate.yml:5:9: data.file: expected text, found 1",
    ]);
    expect(error.code).toBe("config/wrong-type");
  });

  test("at most ten are listed, and the rest counted", () => {
    const text = Array.from({ length: 14 }, (_, index) => `key${index}: 1\n`).join("");
    const lines = failure(URL_LINES + text).message.split("\n");
    expect(lines).toHaveLength(12);
    expect(lines[11]).toBe("  … and 4 more");
  });
});

test("what is found is shown short and with nothing invisible in it", () => {
  const { message } = failure(`${URL_LINES}system: "\\e[31m\\u202E${"x".repeat(100)}"\n`);
  expect(message).toContain(`found "\\u001b[31m\\u{202e}${"x".repeat(34)}…"`);
});

test("a key that is no plain word is quoted", () => {
  expect(failure(`${URL_LINES}"a\\nb: c": 1\n`).message).toBe(
    'infergate.yml:3:1: "a\\nb: c": unknown key',
  );
});
