"use strict";

// src/load/threads/alarm-thread.ts
var import_node_worker_threads = require("node:worker_threads");

// src/load/loop/alarm.ts
var ALARM_WORD = { told: 0, rung: 1 };

// src/load/loop/system-time.ts
function systemMs() {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

// src/load/threads/alarm-thread.ts
var { at, words } = import_node_worker_threads.workerData;
for (; ; ) {
  const told = Atomics.load(words, ALARM_WORD.told);
  const waitMs = at[0] - systemMs();
  if (waitMs > 0) {
    Atomics.wait(words, ALARM_WORD.told, told, waitMs);
    continue;
  }
  at[0] = Number.POSITIVE_INFINITY;
  Atomics.add(words, ALARM_WORD.rung, 1);
  Atomics.notify(words, ALARM_WORD.rung);
}
