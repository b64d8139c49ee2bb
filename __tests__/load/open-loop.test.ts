import { poissonArrivals } from "../../src/load/arrivals/poisson-arrivals";
import { OUTCOME } from "../../src/load/outcomes";
import { quantile } from "../../src/stats/percentile";
import { randomStream } from "../../src/stats/random";
import { closeServers, runLoop, startServer } from "./harness";

afterEach(closeServers);

const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, i) => i * gapMs);

/** Milliseconds from the intended start to the end, as every percentile is reckoned. */
function responseTimes(recording: { intended: Float64Array; ended: Float64Array }): Float64Array {
  return recording.intended.map((at, i) => (recording.ended[i] as number) - at);
}

describe("the generator", () => {
  test("reads the p50 of a constant server as the server itself records it", async () => {
    const server = await startServer({ delayMs: 500 });
    const arrivals = poissonArrivals(randomStream(7, "arrivals"), 20, 8000);
    const { recording, stopped } = await runLoop(server, [...arrivals]);
    const { durations, requests } = await server.record();
    const p50 = quantile(responseTimes(recording).sort(), 0.5);
    const own = quantile(
      durations.sort((a, b) => a - b),
      0.5,
    );
    expect(Math.abs(p50 / own - 1)).toBeLessThan(0.02);
    expect(requests).toBe(arrivals.length);
    expect(stopped).toBeNull();
  });

  test("does not wait for a stalled server: everybody's wait is measured", async () => {
    const server = await startServer({ stall: { at: 50, ms: 1000 } });
    const { recording } = await runLoop(server, every(10, 250));
    const times = responseTimes(recording);
    // One request stalls it for a second; at 100/s, a hundred come meanwhile and wait for its end.
    expect(times.filter((ms) => ms > 100).length).toBeGreaterThanOrEqual(85);
    expect(Math.max(...times)).toBeGreaterThan(900);
    expect(quantile(times.sort(), 0.99)).toBeGreaterThan(900);
  });

  test("records each event of a request in order, and never sends early", async () => {
    const server = await startServer({ delayMs: 20 });
    const { recording } = await runLoop(server, every(5, 100));
    const { intended, dispatched, written, firstByte, ended, outcome } = recording;
    for (let i = 0; i < 100; i++) {
      const events = [intended, dispatched, written, firstByte, ended].map((times) => times[i]);
      expect(events).toEqual([...events].sort((a, b) => (a as number) - (b as number)));
      expect((firstByte[i] as number) - (written[i] as number)).toBeGreaterThan(18);
    }
    expect([...outcome]).toEqual(Array(100).fill(OUTCOME.right));
    expect((await server.record()).sockets).toBeLessThanOrEqual(100);
  });

  test("gives up each request at its own deadline", async () => {
    const server = await startServer({ hangAfter: 0 });
    const { recording, specimens, stopped } = await runLoop(server, every(30, 9), {
      timeoutMs: 250,
    });
    expect([...recording.outcome]).toEqual(Array(9).fill(OUTCOME.timedOut));
    for (const ms of responseTimes(recording)) expect(ms).toBeGreaterThanOrEqual(250);
    expect(stopped).toBeNull();
    expect(specimens).toHaveLength(3);
    expect(specimens[0]?.reason).toBe("no complete answer within 250 ms");
  });

  test("ends early when the first requests are not answered, and then alone", async () => {
    const hanging = await startServer({ hangAfter: 0 });
    const ended = await runLoop(hanging, every(10, 1000), { timeoutMs: 200 });
    expect(ended.stopped).toBe("unanswered");
    expect(ended.recording.outcome.filter((each) => each === OUTCOME.timedOut)).toHaveLength(10);

    const later = await startServer({ hangAfter: 1 });
    const whole = await runLoop(later, every(10, 30), { timeoutMs: 200 });
    expect(whole.stopped).toBeNull();
    expect(whole.recording.outcome.filter((each) => each === OUTCOME.timedOut)).toHaveLength(29);
  });

  test("drops what the cap forbids and says so for each", async () => {
    const server = await startServer({ delayMs: 500 });
    const { recording } = await runLoop(server, every(10, 20), { maxInFlight: 5 });
    const { outcome, dispatched } = recording;
    expect([...outcome]).toEqual([
      ...Array(5).fill(OUTCOME.right),
      ...Array(15).fill(OUTCOME.dropped),
    ]);
    expect([...dispatched.slice(5)].every(Number.isNaN)).toBe(true);
    expect((await server.record()).requests).toBe(5);
  });

  test("tells broken connections, error statuses and endless bodies apart", async () => {
    const broken = await runLoop(await startServer({ resetAfter: 0 }), every(5, 4));
    expect([...broken.recording.outcome]).toEqual(Array(4).fill(OUTCOME.broken));
    const refused = await runLoop(await startServer({ status: 500 }), every(5, 4));
    expect([...refused.recording.outcome]).toEqual(Array(4).fill(OUTCOME.refused));
    const long = await runLoop(await startServer(), every(5, 4), { maxAnswerBytes: 3 });
    expect([...long.recording.outcome]).toEqual(Array(4).fill(OUTCOME.broken));
    expect(long.specimens[0]?.reason).toBe("the body of the answer is larger than 3 bytes");
  });
});
