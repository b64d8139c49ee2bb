import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { MonitorConfig } from "../../src/config/types";
import { createHttpClient } from "../../src/http/client";
import { openMonitor, type ServerMonitor } from "../../src/monitor/server-monitor";

let server: Server;
let url: string;
let tell: () => [status: number, body: string];
const seen: { url: string | undefined; authorization: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ url: request.url, authorization: request.headers.authorization });
    const [status, body] = tell();
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => seen.splice(0));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function watch(
  config: MonitorConfig,
  until: (monitor: ServerMonitor) => boolean,
  endpointUrl = `${url}/base`,
): Promise<ReturnType<ServerMonitor["since"]>> {
  const endpoint = createHttpClient({
    url: endpointUrl,
    auth: { kind: "bearer", token: "s3cret" },
    allowedHosts: "any",
    timeoutMs: 1000,
  });
  const signal = AbortSignal.timeout(20_000);
  const monitor = openMonitor(config, { endpoint, now: () => performance.now(), signal });
  try {
    while (!until(monitor) && !signal.aborted) await new Promise((done) => setTimeout(done, 20));
    return monitor.since(0);
  } finally {
    await monitor.close();
    await endpoint.close();
  }
}

const samples = (count: number) => (monitor: ServerMonitor) =>
  monitor.since(0).samples.length >= count;

test("a counter becomes a rate, a gauge stays what it is", async () => {
  let asked = 0;
  tell = () => [200, `memory_bytes 7\ncpu_seconds_total ${asked++ / 2}\n`];
  const config: MonitorConfig = {
    source: { kind: "prometheus", url: "/metrics" },
    measures: { memory: "memory_bytes", cpu: "cpu_seconds_total" },
  };
  const view = await watch(config, samples(3));
  expect(view.problem).toBeNull();
  expect(view.samples[0]).toMatchObject({ memory: 7, cpu: null });
  // Half a second of CPU between two questions, which are a second apart by the schedule.
  const [, second, third] = view.samples;
  const elapsed = ((third?.atMs ?? 0) - (second?.atMs ?? 0)) / 1000;
  expect(third?.cpu).toBeCloseTo(0.5 / elapsed, 9);
  expect(elapsed).toBeGreaterThan(0.5);
});

test("a path is asked of the endpoint, with its credentials", async () => {
  tell = () => [200, '{"rss": 5, "replicas": ["a", "b"]}'];
  const view = await watch(
    {
      source: { kind: "json", url: "/stats?x=1" },
      measures: { memory: "$.rss", replicas: "$.replicas", queue: "$.none" },
    },
    samples(1),
  );
  expect(view.samples[0]).toMatchObject({ memory: 5, replicas: 2, queue: null });
  expect(seen[0]).toEqual({ url: "/base/stats?x=1", authorization: "Bearer s3cret" });
});

test("a URL of its own gets no credentials", async () => {
  tell = () => [200, '{"rss": 5}'];
  await watch(
    { source: { kind: "json", url: `${url}/elsewhere` }, measures: { memory: "$.rss" } },
    samples(1),
  );
  expect(seen[0]).toEqual({ url: "/elsewhere", authorization: undefined });
});

test.each<[string, [number, string], string]>([
  ["an error status", [503, "busy"], "it was answered with status 503"],
  ["no JSON", [200, "<html>"], "what it told holds none of the measures"],
  ["other JSON", [200, "{}"], "what it told holds none of the measures"],
])("%s is told", async (_, answer, problem) => {
  tell = () => answer;
  const view = await watch(
    { source: { kind: "json", url: "/stats" }, measures: { memory: "$.rss" } },
    (monitor) => monitor.since(0).problem !== null,
  );
  expect(view).toEqual({ samples: [], problem });
});

test("a command prints JSON", async () => {
  const view = await watch(
    {
      source: { kind: "command", command: [process.execPath, "-p", "JSON.stringify({rss: 9})"] },
      measures: { memory: "$.rss" },
    },
    samples(1),
  );
  expect(view.samples[0]).toMatchObject({ memory: 9 });
});

test("an endpoint over gRPC has no path to be asked at, and is not asked", async () => {
  const config: MonitorConfig = {
    source: { kind: "prometheus", url: "/metrics" },
    measures: { memory: "memory_bytes" },
  };
  const view = await watch(
    config,
    (monitor) => monitor.since(0).problem !== null,
    url.replace("http:", "grpc:"),
  );
  expect(view.problem).toContain("the endpoint speaks gRPC, which has no such paths");
  expect(seen).toEqual([]);
});
