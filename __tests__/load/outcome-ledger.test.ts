import { LoadBoard } from "../../src/load/loop/load-board";
import { OutcomeLedger } from "../../src/load/loop/outcome-ledger";
import { OUTCOME } from "../../src/load/outcomes";
import { createRecording } from "../../src/load/recording";

const CONNECTING = { phase: "connecting", received: 0, declared: null } as const;

function failWith(code: string) {
  const recording = createRecording(Float64Array.of(0), Uint32Array.of(0));
  recording.dispatched[0] = 0;
  const limits = { timeoutMs: 1000, giveUpAfter: 10 };
  const destination = { hostname: "model.test", host: "model.test" };
  const setup = { recording, board: new LoadBoard(), limits };
  const ledger = new OutcomeLedger(setup, { check: () => null, destination });
  ledger.failed(0, 5, Object.assign(new Error(code), { code }), CONNECTING);
  return recording.outcome[0];
}

test.each(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "EADDRINUSE", "ENOBUFS", "ENOMEM"])(
  "%s is this machine's own lack, not the endpoint's",
  (code) => {
    expect(failWith(code)).toBe(OUTCOME.exhausted);
  },
);

test.each(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND"])("%s is not", (code) => {
  expect(failWith(code)).toBe(OUTCOME.broken);
});
