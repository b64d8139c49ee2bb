import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import type { LoadRun, RunOptions } from "../../src/load/generator";
import { OUTCOME } from "../../src/load/outcomes";
import type { ClosedSchedule, OpenSchedule } from "../../src/load/schedule";
import { startProxy } from "../support/proxy-server";
import { answerBytes, readPem, startRawServer } from "../support/raw-server";
import { closeServers, type LoopOptions, openFor, startServer, type TestServer } from "./harness";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((generator) => generator.close()));
  await closeServers();
});

function open(server: TestServer | { url: string }, given: LoopOptions = {}) {
  const generator = openFor(server, 1000, given);
  opened.push(generator);
  const run = (schedule: OpenSchedule | ClosedSchedule, options: Partial<RunOptions> = {}) =>
    generator.run(schedule, { signal: new AbortController().signal, ...options });
  return { run, generator };
}

const every = (gapMs: number, count: number, given: Partial<OpenSchedule> = {}): OpenSchedule => ({
  model: "open",
  arrivals: Float64Array.from({ length: count }, (_, i) => i * gapMs),
  inputs: new Uint32Array(count),
  maxInFlight: 1000,
  ...given,
});

const users = (given: Partial<ClosedSchedule>): ClosedSchedule => ({
  model: "closed",
  users: 4,
  forMs: 60_000,
  thinkMs: 0,
  seed: 1,
  mostRequests: 100,
  ...given,
});

const count = ({ recording }: LoadRun, wanted: number) =>
  recording.outcome.filter((outcome) => outcome === wanted).length;

describe.each([1, 2, 3])("%i threads", (workers) => {
  test("send every request of an open schedule once, each recorded at its own place", async () => {
    const server = await startServer();
    const { run } = open(server, { workers });
    const ended = await run(every(2, 300));
    expect(count(ended, OUTCOME.right)).toBe(300);
    expect((await server.record()).requests).toBe(300);
    const { intended, dispatched, ended: at } = ended.recording;
    for (let i = 0; i < 300; i++) {
      expect(intended[i]).toBe(2 * i);
      expect(dispatched[i]).toBeGreaterThanOrEqual(2 * i);
      expect(at[i]).toBeGreaterThan(dispatched[i] as number);
    }
  });

  test("have one cap on requests in flight among them", async () => {
    const server = await startServer({ delayMs: 1000 });
    const { run } = open(server, { workers });
    const ended = await run(every(1, 30, { maxInFlight: 5 }));
    expect(count(ended, OUTCOME.right)).toBe(5);
    expect(count(ended, OUTCOME.dropped)).toBe(25);
  });

  test("share users, and number their requests together", async () => {
    const server = await startServer({ delayMs: 5 });
    const { run } = open(server, { workers });
    const ended = await run(users({ users: 7, mostRequests: 200 }));
    expect(ended.recording.outcome).toHaveLength(200);
    expect(count(ended, OUTCOME.right)).toBe(200);
    expect((await server.record()).requests).toBe(200);
  });

  test("give up together where nothing is answered", async () => {
    const server = await startServer({ hangAfter: 0 });
    const { run } = open(server, { workers, timeoutMs: 200 });
    const ended = await run(every(10, 5000));
    expect(ended.stopped).toBe("unanswered");
    expect(count(ended, OUTCOME.timedOut)).toBeGreaterThanOrEqual(10);
    expect(count(ended, OUTCOME.timedOut)).toBeLessThanOrEqual(10 + workers);
  });

  test("stop when they are interrupted, and what they did is recorded", async () => {
    const { run } = open(await startServer(), { workers });
    const stop = new AbortController();
    let stoppedAt = 0;
    const onProgress = (done: number) => {
      if (done < 20 || stop.signal.aborted) return;
      stoppedAt = performance.now();
      stop.abort();
    };
    const ended = await run(every(10, 6000), { signal: stop.signal, onProgress });
    // A hundred milliseconds on a machine that does nothing else.
    expect(performance.now() - stoppedAt).toBeLessThan(2000);
    expect(ended.stopped).toBe("interrupted");
    expect(count(ended, OUTCOME.right)).toBeGreaterThan(0);
    expect(count(ended, OUTCOME.open)).toBeGreaterThan(5000);
  });
});

test("users of whom there are fewer than threads are none too many", async () => {
  const server = await startServer();
  const { run } = open(server, { workers: 3 });
  expect(count(await run(users({ users: 1, mostRequests: 20 })), OUTCOME.right)).toBe(20);
  expect((await server.record()).sockets).toBeLessThanOrEqual(2);
});

test("threads and connections stay from one run to the next", async () => {
  const { run, generator } = open(await startServer());
  await run(users({ users: 4 }));
  const { connections } = generator;
  expect(connections).toBe(4);
  await run(users({ users: 4 }));
  expect(generator).toMatchObject({ connections, reconnects: 0 });
});

test("an interrupted run sends nothing if it was so from the start", async () => {
  const server = await startServer();
  const { run } = open(server);
  const ended = await run(every(1, 10), { signal: AbortSignal.abort() });
  expect(ended.stopped).toBe("interrupted");
  expect((await server.record()).requests).toBe(0);
});

test("who watches is told how far it is, and ends it", async () => {
  const { run } = open(await startServer());
  const told: number[] = [];
  const whole = await run(every(5, 60), { onProgress: (done) => told.push(done) });
  expect(whole.stopped).toBeNull();
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(60);
  const ended = await run(every(5, 6000), {
    enough: ({ outcome }) => outcome.filter((each) => each !== OUTCOME.open).length >= 20,
  });
  expect(ended.stopped).toBe("decided");
  expect(count(ended, OUTCOME.open)).toBeGreaterThan(5000);
});

describe("answers", () => {
  test("with bytes that were found right are not looked at again", async () => {
    let asked = 0;
    const check = async () => {
      asked += 1;
      return null;
    };
    const { run } = open(await startServer(), { check });
    expect(count(await run(users({ users: 1, mostRequests: 100 })), OUTCOME.right)).toBe(100);
    // The answers that come while the first one is still being judged.
    expect(asked).toBeLessThan(20);
  });

  test("with other bytes are judged where the protocol is known, each time", async () => {
    const bodies: string[] = [];
    const { run } = open(await startServer({ timestamps: true }), {
      check: async (_, { body, headers }) => {
        bodies.push(`${headers[0]} ${body}`);
        return { reason: bodies.length % 10 === 0 ? "no good" : null, answer: ANSWER };
      },
    });
    const ended = await run(users({ users: 2, mostRequests: 100 }));
    expect(bodies).toHaveLength(100);
    expect(bodies[7]).toMatch(/^content-type \{"y":2,"at":\d+\}$/);
    expect(count(ended, OUTCOME.wrong)).toBe(10);
    expect(ended.specimens).toHaveLength(3);
    expect(ended.specimens[0]).toMatchObject({ outcome: OUTCOME.wrong, reason: "no good" });
    const { exchange } = ended.specimens[0] as {
      exchange: { ok: boolean; answer?: typeof ANSWER };
    };
    expect(exchange.answer?.body.equals(ANSWER.body)).toBe(true);
  });

  test("whose checking is itself at fault end the run, and every run after it", async () => {
    let asked = 0;
    const check = () => (asked++ === 0 ? Promise.reject(new Error("a defect")) : null);
    const { run } = open(await startServer(), { check, workers: 2 });
    await expect(run(every(10, 5000))).rejects.toThrow("a defect");
    await expect(run(every(10, 10))).rejects.toThrow("a defect");
  });

  test("that are judged when the run is over change nothing in it any more", async () => {
    let asked = 0;
    let judge = () => {};
    const judged = new Promise<null>((resolve) => {
      judge = () => resolve(null);
    });
    const check = () => {
      asked += 1;
      return judged;
    };
    const { run } = open(await startServer(), { check });
    const ended = await run(every(5, 6000), { enough: () => asked >= 10 });
    judge();
    // Those verdicts come before what this run asks for.
    expect(count(await run(users({ mostRequests: 20 })), OUTCOME.right)).toBe(20);
    expect(ended.stopped).toBe("decided");
    expect(count(ended, OUTCOME.open)).toBe(6000);
  });
});

const ANSWER = {
  status: 200,
  headers: {},
  body: Buffer.from("the answer"),
  firstByteMs: 0,
  durationMs: 0,
};

test("HTTP/2 is spoken where it is asked for", async () => {
  let [sessions, streams] = [0, 0];
  const server = createServer()
    .on("session", () => sessions++)
    .on("stream", (stream) => {
      streams++;
      stream.respond({ ":status": 200 });
      stream.end("ok");
    })
    .listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push({ close: async () => void server.close() });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { run } = open({ url }, { http: "2", workers: 2 });
  expect(count(await run(users({ users: 8, mostRequests: 100 })), OUTCOME.right)).toBe(100);
  expect(streams).toBe(100);
  // Those that wait for the first connection of their thread may open another.
  expect(sessions).toBeLessThanOrEqual(8);
});

describe("connections of the threads", () => {
  const answering = (certificate?: string) =>
    startRawServer((socket) => socket.write(answerBytes(200, {}, "ok")), { certificate });

  test("trust what the target says, over TLS", async () => {
    const server = await answering("self-signed");
    opened.push(server);
    const { run } = open(server, { network: { ca: readPem("self-signed") } });
    expect(count(await run(users({ mostRequests: 50 })), OUTCOME.right)).toBe(50);
    expect(server.connections).toBe(4);
  });

  test("go through the proxy of the environment", async () => {
    const server = await answering();
    const proxy = await startProxy(server.port);
    opened.push(server, proxy);
    const environment = { http_proxy: proxy.url };
    const { run } = open({ url: "http://model.test" }, { network: { environment } });
    expect(count(await run(users({ mostRequests: 50 })), OUTCOME.right)).toBe(50);
    expect(proxy.lines).toHaveLength(50);
    expect(proxy.lines[0]).toBe("POST http://model.test/double");
  });

  test("are made to no link-local address", async () => {
    const { run } = open({ url: "http://169.254.169.254" });
    const ended = await run(users({ mostRequests: 50 }));
    expect(ended.stopped).toBe("unanswered");
    expect(ended.specimens[0]?.reason).toContain("a link-local address");
  });
});

describe("a thread that breaks down", () => {
  test("at its start makes the run an error with the reason", async () => {
    const { run } = open({ url: "no url" });
    await expect(run(every(10, 100))).rejects.toMatchObject({
      code: "internal/load-worker",
      message: expect.stringContaining('The URL "no url" cannot be read'),
    });
  });

  test("in the midst of a run, too, and every run after it", async () => {
    const { run } = open(await startServer(), { workers: 2 });
    const inputs = new Uint32Array(2000);
    inputs[50] = 7; // there is no such request
    await expect(run(every(10, 2000, { inputs }))).rejects.toMatchObject({
      code: "internal/load-worker",
    });
    await expect(run(every(10, 10))).rejects.toMatchObject({ code: "internal/load-worker" });
  });

  test("by being closed does not leave a run waiting", async () => {
    const { run, generator } = open(await startServer());
    const running = run(every(10, 6000));
    setTimeout(() => generator.close(), 300);
    await expect(running).rejects.toMatchObject({ code: "internal/load-worker" });
  });
});
