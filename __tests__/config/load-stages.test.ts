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
