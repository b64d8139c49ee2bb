/** Entry of `dist/load-alarm.cjs`: the thread that sleeps for a load loop. */
import { workerData } from "node:worker_threads";
import { ALARM_WORD, type AlarmMemory } from "../loop/alarm";
import { systemMs } from "../loop/system-time";

const { at, words } = workerData as AlarmMemory;

for (;;) {
  const told = Atomics.load(words, ALARM_WORD.told);
  const waitMs = (at[0] as number) - systemMs();
  if (waitMs > 0) {
    // Until then, or until told otherwise; either way it looks again.
    Atomics.wait(words, ALARM_WORD.told, told, waitMs);
    continue;
  }
  at[0] = Number.POSITIVE_INFINITY;
  Atomics.add(words, ALARM_WORD.rung, 1);
  Atomics.notify(words, ALARM_WORD.rung);
}
