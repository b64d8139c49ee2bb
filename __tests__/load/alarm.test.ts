import { Alarm } from "../../src/load/loop/alarm";
import { systemMs } from "../../src/load/loop/system-time";
import { randomStream } from "../../src/stats/random";

/** A lost ring shows: nothing else would end the waiting. */
function ringAt(alarm: Alarm, at: number): Promise<number> {
  return new Promise((resolve) => {
    const rung = () => {
      // Rung too soon, or for a time that was put off.
      if (systemMs() < at) alarm.set(at, rung);
      else resolve(systemMs());
    };
    alarm.set(at, rung);
  });
}

let alarm: Alarm;
beforeEach(() => {
  alarm = new Alarm();
});
afterEach(() => alarm.close());

test("rings at its time and not before, one after the other", async () => {
  const random = randomStream(1, "gaps");
  const late: number[] = [];
  for (let n = 0; n < 2000; n++) {
    const at = systemMs() + random();
    late.push((await ringAt(alarm, at)) - at);
  }
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  // Node's timers are late by up to a millisecond, and by half of one on average. Of the best third,
  // since others use this machine, too.
  expect(late.sort((a, b) => a - b)[666]).toBeLessThan(0.3);
});

test("loses no ring however often it is put off, also while it rings", async () => {
  const random = randomStream(2, "gaps");
  for (let n = 0; n < 500; n++) {
    alarm.set(systemMs() + 0.1 * random(), () => {});
    // Busy for as long as it takes to ring, so that the next time is set in its midst.
    for (const until = systemMs() + 0.2 * random(); systemMs() < until; );
    await ringAt(alarm, systemMs() + 0.2 * random());
  }
});

test("rings for a time that is past", async () => {
  const at = systemMs() - 5;
  expect(await ringAt(alarm, at)).toBeGreaterThan(at);
});

test("is set to an earlier time than before", async () => {
  alarm.set(systemMs() + 3_600_000, () => {});
  await ringAt(alarm, systemMs() + 1);
});
