import { OUTCOME } from "../../src/load/outcomes";
import type { ClosedSchedule } from "../../src/load/schedule";
import { closeServers, runSchedule, startServer } from "./harness";

afterEach(closeServers);

const users = (given: Partial<ClosedSchedule>): ClosedSchedule => ({
  model: "closed",
  users: 4,
  forMs: 1000,
  thinkMs: 0,
  seed: 1,
  mostRequests: 100_000,
  ...given,
});

describe("users", () => {
  test("send the next request when the last one is answered, and never more at once", async () => {
    const server = await startServer({ delayMs: 50 });
    const { recording, stopped } = await runSchedule(server, users({}));
    const { intended, dispatched, ended, outcome } = recording;
    expect(stopped).toBeNull();
    expect((await server.record()).requests).toBe(intended.length);
    expect([...outcome]).toEqual(Array(intended.length).fill(OUTCOME.right));
    // Four users at 50 ms and more each: twenty rounds at most.
    expect(intended.length).toBeLessThanOrEqual(80);
    for (let i = 0; i < intended.length; i++) {
      const before = ended.filter((at) => at <= (dispatched[i] as number)).length;
      expect(i - before).toBeLessThan(4);
      expect(intended[i]).toBeLessThan(1000);
      // A user without a pause is ready the moment the answer is there.
      if (i >= 4) expect(ended).toContain(intended[i]);
    }
    expect([...intended.slice(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  test("think for an exponential time between an answer and the next request", async () => {
    const server = await startServer();
    const { recording } = await runSchedule(server, users({ users: 20, thinkMs: 40, forMs: 3000 }));
    // Each answer makes one request due: the sum of all pauses is that of the times between them.
    const ready = recording.intended.length - 20;
    const busy = recording.ended.reduce(
      (sum, at, i) => sum + at - (recording.intended[i] as number),
      0,
    );
    const mean = (20 * 3000 - busy) / ready;
    // The standard error of the mean of some 1,400 exponential pauses is below 3 %.
    expect(mean).toBeGreaterThan(36);
    expect(mean).toBeLessThan(46);
  });

  test("stop at the most requests that were allowed, and the recording ends with them", async () => {
    const server = await startServer();
    const { recording } = await runSchedule(server, users({ mostRequests: 37, forMs: 60_000 }));
    expect((await server.record()).requests).toBe(37);
    for (const column of [
      recording.intended,
      recording.ended,
      recording.outcome,
      recording.input,
    ]) {
      expect(column).toHaveLength(37);
    }
  });

  test("whose requests are given up at their deadlines go on", async () => {
    const server = await startServer({ hangAfter: 5 });
    const { recording } = await runSchedule(server, users({ users: 1, forMs: 1000 }), {
      timeoutMs: 200,
    });
    const { outcome } = recording;
    expect([...outcome.slice(0, 5)]).toEqual(Array(5).fill(OUTCOME.right));
    expect([...outcome.slice(5)]).toEqual(Array(outcome.length - 5).fill(OUTCOME.timedOut));
    expect(outcome.length - 5).toBeGreaterThanOrEqual(3);
    expect(outcome.length - 5).toBeLessThanOrEqual(5);
  });
});
