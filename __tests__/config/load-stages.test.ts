import { commandsOf } from "../../src/config/commands";
import { failure, parse, URL_LINES } from "./parse";

const perf = (rest: string) => `load: { performance: { ${rest} } }\n`;

describe("traffic that cannot be", () => {
  test.each([
    [
      perf("rate: 0/s"),
      '3:24: load.performance.rate: expected a rate over 0 and at most 10000/s, found "0/s"',
    ],
    [
      perf("for: -5s"),
      '3:24: load.performance.for: expected a duration over 0 and at most 1h, found "-5s"',
    ],
    [
      perf("ramp: { from: 0/s }"),
      '3:32: load.performance.ramp.from: expected a rate over 0 and at most 10000/s, found "0/s"',
    ],
    [
      perf("for: 10s, ramp: { from: 1/s, over: 20s }"),
      "3:34: load.performance.ramp: lasts longer than the whole stage (for)",
    ],
    [
      perf("for: 10s, spike: { rate: 9/s, at: 9s, for: 2s }"),
      "3:34: load.performance.spike: ends after the stage (for) does",
    ],
    [
      perf("ramp: { from: 1/s }, spike: { rate: 9/s, at: 9s, for: 2s }"),
      "3:45: load.performance.spike: expected either a ramp or a spike",
    ],
    [
      perf("arrivals: replay, rate: 5/s"),
      "3:42: load.performance.rate: a replay has the rate of its capture",
    ],
    ["load: { workers: 0 }\n", "3:9: load.workers: expected at least 1, found 0"],
    [
      "load: { endurance: { max_drift: 0 } }\n",
      "3:22: load.endurance.max_drift: expected a share over 0 and at most 1000%, found 0",
    ],
    [
      "load: { monitor: { prometheus: /m }, endurance: { memory: { limit: 0GB } } }\n",
      '3:61: load.endurance.memory.limit: expected a size over 0, such as 2GiB, found "0GB"',
    ],
    [
      "load: { monitor: { json: /m, command: [x], memory: $.a } }\n",
      "3:9: load.monitor: expected exactly one of prometheus, json, command, found json and command",
    ],
    [
      "load: { monitor: { memory: $.a } }\n",
      "3:9: load.monitor: expected exactly one of prometheus, json, command, found none of them",
    ],
    [
      "load: { monitor: { json: /m, memory: rss } }\n",
      '3:30: load.monitor.memory: expected a JSON path such as $.rss, found "rss"',
    ],
    [
      "load: { monitor: { prometheus: /m, queue: $.rss } }\n",
      '3:36: load.monitor.queue: expected a metric such as queue_size or queue_size{model="a"}, found "$.rss"',
    ],
  ])("%j", (text, message) => {
    const error = failure(URL_LINES + text);
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/impossible-value");
  });

  test.each([
    [
      "load: { endurance: { memory: { limit: 1GB } } }\n",
      "3:22: load.endurance.memory: needs load.monitor, which says where the server tells of its memory",
    ],
    [
      "load: { monitor: { json: /m } }\n",
      "3:9: load.monitor: says nothing of what to read; expected one of memory, cpu, replicas, queue",
    ],
  ])("%j", (text, message) => {
    const error = failure(URL_LINES + text);
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/missing-key");
  });
});

test("what holds for all stages asks for none of its own: the default one runs", () => {
  const { config } = parse(`${URL_LINES}load: { tolerance: { rel: 0 } }\n`);
  expect(config.load).toMatchObject({ performance: { rate: 20 }, endurance: null });
});

test("there is no other version of HTTP", () => {
  const error = failure(`${URL_LINES}load: { http: 3 }\n`);
  expect(error.message).toBe("infergate.yml:3:9: load.http: expected one of 1.1, 2, found 3");
  expect(error.code).toBe("config/wrong-type");
});

test.each(["2", '"2"'])("a version of HTTP is text or, without quotes, a number: %s", (http) => {
  const { config } = parse(`${URL_LINES}load: { http: ${http}, workers: 2 }\n`);
  expect(config.load).toMatchObject({ http: "2", workers: 2, performance: { rate: 20 } });
});

test("another stage takes the place of the default one", () => {
  const { config } = parse(`${URL_LINES}load: { endurance: {} }\n`);
  expect(config.load).toMatchObject({ performance: null, endurance: { maxDrift: 0.1 } });
});

describe("stress that cannot be", () => {
  const stress = (rest: string) => `load: { stress: { ${rest} } }\n`;
  const RATE = "a rate over 0 and at most 10000/s";
  test.each([
    ["start: 0/s", `3:19: load.stress.start: expected ${RATE}, found "0/s"`],
    ["min_capacity: -1/s", `3:19: load.stress.min_capacity: expected ${RATE}, found "-1/s"`],
    ["max_rate: 20000/s", `3:19: load.stress.max_rate: expected ${RATE}, found "20000/s"`],
    ["step: 1", "3:19: load.stress.step: expected a factor from 1.01 to 10, found 1"],
    ["step: 0.5", "3:19: load.stress.step: expected a factor from 1.01 to 10, found 0.5"],
    // So near to 1 that to list the steps would take for ever.
    [
      "step: 1.000000000001",
      "3:19: load.stress.step: expected a factor from 1.01 to 10, found 1.000000000001",
    ],
    ["each: -5s", '3:19: load.stress.each: expected a duration over 0 and at most 1h, found "-5s"'],
    [
      "recover_within: 0s",
      '3:19: load.stress.recover_within: expected a duration over 0 and at most 1h, found "0s"',
    ],
    [
      "start: 9000/s, max_rate: 9900/s, each: 1s, recover_within: 1h",
      "3:62: load.stress.recover_within: makes 32400000 requests at 9000/s (start); expected at most 1000000",
    ],
    [
      "adverse: [churn], slo: { errors: 0.0001% }",
      "3:44: load.stress.slo.errors: takes 5991462 requests to show, 2 times 2995731; expected at most 1000000",
    ],
    ["max_steps: 1", "3:19: load.stress.max_steps: expected at least 2, found 1"],
    [
      "start: 50/s, min_capacity: 40/s",
      "3:19: load.stress.start: is 50/s, more than min_capacity (40/s)",
    ],
    [
      "min_capacity: 40/s, max_rate: 30/s",
      "3:39: load.stress.max_rate: is 30/s; expected more than start (10/s) and at least min_capacity (40/s)",
    ],
    ["max_rate: 10/s", "3:19: load.stress.max_rate: is 10/s; expected more than start (10/s)"],
    [
      "min_capacity: 400/s, max_steps: 10",
      "3:40: load.stress.max_steps: min_capacity is step 18; expected at least 18",
    ],
    [
      "max_rate: 10000/s, each: 1m",
      "3:9: load.stress: its 32 steps make 3020981 requests; expected at most 1000000",
    ],
    ["start: 1/s", "3:9: load.stress: its first step makes 5 requests; expected 10 or more"],
    ["max_in_flight: 0", "3:19: load.stress.max_in_flight: expected at least 1, found 0"],
    [
      "slo: { errors: 100% }",
      '3:26: load.stress.slo.errors: expected a share from 0 to under 100%, found "100%"',
    ],
    ["adverse: [churn, churn]", "3:19: load.stress.adverse: the entries 1 and 0 are the same"],
  ])("%s", (rest, message) => {
    const error = failure(URL_LINES + stress(rest));
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/impossible-value");
  });

  test("a factor that never ends says so", () => {
    expect(failure(URL_LINES + stress("step: 1")).hint).toContain("never ends");
  });

  test("another situation than the four is told with the nearest one", () => {
    const error = failure(URL_LINES + stress("adverse: [slow-reader]"));
    expect(error.message).toContain("3:29: load.stress.adverse[0]: expected one of bursts");
    expect(error.hint).toBe("Did you mean slow-readers?");
  });
});

describe("the steps of a stress test", () => {
  const ratesOf = (rest: string) =>
    parse(`${URL_LINES}load: { stress: { ${rest} } }\n`).config.load?.stress?.rates ?? [];

  test("rise by the factor to twice the least capacity, which is one of them", () => {
    const rates = ratesOf("min_capacity: 40/s").map((rate) => Math.round(rate * 10) / 10);
    expect(rates).toEqual([10, 12.5, 15.6, 19.5, 24.4, 30.5, 40, 47.7, 59.6, 74.5, 80]);
  });

  test("without a least capacity they end at twenty times the first rate", () => {
    expect(ratesOf("start: 2/s, each: 5s").at(-1)).toBe(40);
    expect(ratesOf("start: 2/s, max_steps: 3")).toEqual([2, 2.5, 3.125]);
  });
});

describe("scalability that cannot be", () => {
  const scalability = (rest: string) => `load: { scalability: { ${rest} } }\n`;
  const elastic = (rest: string) =>
    scalability(`elasticity: { from: 5/s, to: 40/s, within: 60s, ${rest} }`);
  test.each([
    [
      scalability("users: [1, 2, 4, 3]"),
      "3:41: load.scalability.users[3]: expected more than the 4 before it, found 3",
    ],
    [
      scalability("users: [1, 2, 2, 4]"),
      "3:38: load.scalability.users[2]: expected more than the 2 before it, found 2",
    ],
    [
      scalability("users: [1, 2, 4]"),
      "3:24: load.scalability.users: expected 4 or more entries, found 3",
    ],
    [
      scalability("users: [0, 2, 4, 8]"),
      "3:32: load.scalability.users[0]: expected at least 1, found 0",
    ],
    [
      scalability("users: [1, 2, 4, 8], min_efficiency: { at: 16, ratio: 0.7 }"),
      "3:63: load.scalability.min_efficiency.at: expected one of users (1, 2, 4, 8), found 16",
    ],
    [
      scalability("users: [8, 16, 32, 64], min_efficiency: { at: 32, ratio: 0.7 }"),
      "3:48: load.scalability.min_efficiency: is over the throughput of a single user, and users (8, 16, 32, 64) has none",
    ],
    [
      scalability("min_efficiency: { at: 8, ratio: 1.5 }"),
      "3:49: load.scalability.min_efficiency.ratio: expected a ratio over 0 and at most 1, found 1.5",
    ],
    [
      scalability("each: 0s"),
      '3:24: load.scalability.each: expected a duration over 0 and at most 1h, found "0s"',
    ],
    [
      scalability("elasticity: { from: 40/s, to: 5/s, within: 60s, slo: { p95: 1s } }"),
      "3:50: load.scalability.elasticity.to: is 5/s; expected more than from (40/s)",
    ],
    [
      scalability("each: 90s, elasticity: { from: 5/s, to: 9/s, within: 60s, slo: { p95: 1s } }"),
      "3:69: load.scalability.elasticity.within: is shorter than the time before the step up (each, 90000 ms)",
    ],
    [
      scalability("elasticity: { from: 5/s, to: 9000/s, within: 1h, slo: { p95: 1s } }"),
      "3:49: load.scalability.elasticity.to: makes 32436000 requests; expected at most 1000000",
    ],
    [
      elastic("slo: { p95: 1s }, replicas: { header: x-pod, json: /s }"),
      "3:90: load.scalability.elasticity.replicas: expected exactly one of header, json, command, found header and json",
    ],
    [
      elastic("slo: { p95: 1s }, replicas: { path: $.n }"),
      "3:90: load.scalability.elasticity.replicas: expected exactly one of header, json, command, found none of them",
    ],
    [
      elastic("slo: { p95: 1s }, replicas: { header: x-pod, path: $.n }"),
      "3:117: load.scalability.elasticity.replicas.path: goes with json or command",
    ],
  ])("%j", (text, message) => {
    const error = failure(URL_LINES + text);
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/impossible-value");
  });

  test("elasticity needs a limit on latency, its own or that of the performance test", () => {
    const error = failure(URL_LINES + elastic("max_in_flight: 9"));
    expect(error.message).toContain("3:24: load.scalability.elasticity: says nothing of what");
    expect(error.code).toBe("config/missing-key");
    const { config } = parse(
      `${URL_LINES}load:\n  performance: { slo: { p95: 120ms } }\n  scalability: { elasticity: { from: 5/s, to: 40/s, within: 60s } }\n  stress: {}\n`,
    );
    expect(config.load?.scalability?.elasticity?.slo).toEqual({ p95: 120, errors: 0.05 });
    expect(config.load?.stress?.slo.p95).toBe(120);
  });

  test.each([
    ["replicas: { json: /s, path: $.n }", "json", { replicas: "$.n" }],
    ["replicas: { command: [n] }", "command", { replicas: "$" }],
  ])("%s is asked as a monitor is", (rest, kind, measures) => {
    const { config } = parse(URL_LINES + elastic(`slo: { p95: 1s }, ${rest}`));
    expect(config.load?.scalability?.elasticity?.replicas).toMatchObject({
      kind: "monitor",
      monitor: { source: { kind }, measures },
    });
  });

  test("a program that counts replicas is one that the workflow has to allow", () => {
    const { config } = parse(
      URL_LINES + elastic("slo: { p95: 1s }, replicas: { command: [kubectl, get] }"),
    );
    expect([...commandsOf(config)]).toEqual([
      ["load.scalability.elasticity.replicas.command", ["kubectl", "get"]],
    ]);
  });

  test("what the monitor of the load test tells of replicas is taken from there", () => {
    const { config } = parse(
      `${URL_LINES}load:\n  monitor: { json: /s, replicas: $.n }\n  scalability: { elasticity: { from: 5/s, to: 40/s, within: 60s, slo: { p95: 1s } } }\n`,
    );
    expect(config.load?.scalability?.elasticity?.replicas).toEqual({ kind: "shared" });
  });
});

describe("volume that cannot be", () => {
  const volume = (rest: string) => `load: { volume: { ${rest} } }\n`;
  test.each([
    [
      "batch: [1, 2, 4, 8, 16, 32]",
      "3:19: load.volume.batch: goes from 1 to 32, 5 doublings; expected 6 or more",
    ],
    [
      "repeat: [2, 4, 8, 16]",
      "3:19: load.volume.repeat: goes from 2 to 16, 3 doublings; expected 6 or more",
    ],
    [
      "batch: [1, 4, 2, 64]",
      "3:33: load.volume.batch[2]: expected more than the 4 before it, found 2",
    ],
    [
      "batch: [1, 8, 64, 128], repeat: [1, 8, 64, 128]",
      "3:43: load.volume.repeat: expected either batch or repeat",
    ],
    ["each: 29", "3:19: load.volume.each: expected at least 30, found 29"],
    [
      "max_exponent: 0",
      "3:19: load.volume.max_exponent: expected an exponent over 0 and at most 10, found 0",
    ],
    [
      "batch: [1, 100, 1000, 10000], each: 1000",
      "3:19: load.volume.batch: makes 11101000 rows in all; expected at most 10000000",
    ],
  ])("%s", (rest, message) => {
    const error = failure(URL_LINES + volume(rest));
    expect(error.message).toBe(`infergate.yml:${message}`);
    expect(error.code).toBe("config/impossible-value");
  });

  test("the octaves that are missing are told", () => {
    expect(failure(URL_LINES + volume("batch: [1, 2, 4, 8]")).hint).toBe(
      "Let the largest be at least 64.",
    );
  });
});

describe.each([
  ["stress", "start: 5/s, steps: 3", "steps"],
  ["scalability", "user: [1]", "user"],
  ["volume", "batches: [1]", "batches"],
])("unknown keys of %s", (stage, rest, key) => {
  test("are told with their place", () => {
    const error = failure(`${URL_LINES}load: { ${stage}: { ${rest} } }\n`);
    expect(error.message).toContain(`load.${stage}.${key}: unknown key; did you mean`);
  });
});

describe("secrets in a monitor's address", () => {
  const env = { T: "t0ken", M: "http://metrics/m" };
  const monitor = (url: string) =>
    parse(`endpoint: { url: http://a }\nload: { monitor: { prometheus: "${url}" } }\n`, { env });

  test("go to its host, which the workflow has to name", () => {
    const { secrets, secretHosts } = monitor("http://evil/?key=$" + "{T}");
    expect([secrets, secretHosts]).toEqual([["t0ken"], ["evil"]]);
  });

  test("in a path of the endpoint go to the endpoint", () => {
    expect(monitor("/m?key=$" + "{T}").secretHosts).toEqual(["a"]);
  });

  test("an address that is a variable carries none", () => {
    const { secrets, secretHosts } = monitor("$" + "{M}");
    expect([secrets, secretHosts]).toEqual([[], []]);
  });
});

test("secrets in the address that tells of replicas go to its host, which the workflow has to name", () => {
  const { secrets, secretHosts } = parse(
    `endpoint: { url: http://a }\nload: { scalability: { elasticity: { from: 5/s, to: 9/s, within: 60s, slo: { p95: 1s }, replicas: { json: "http://evil/?key=$` +
      `{T}" } } } }\n`,
    { env: { T: "t0ken" } },
  );
  expect([secrets, secretHosts]).toEqual([["t0ken"], ["evil"]]);
});
