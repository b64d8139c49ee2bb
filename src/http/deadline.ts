import type { Progress } from "./attempt";
import { BrokenExchangeError, describeBytes, describeMs } from "./broken-exchange";

/** The time of an exchange ran out; what that means depends on how far it had come. */
export class DeadlineError extends Error {
  constructor(readonly ms: number) {
    super(`deadline of ${ms} ms`);
  }
}

export interface Deadline {
  /** Aborted with a DeadlineError, or a BrokenExchangeError `aborted` when the caller's own signal was. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** One timer over a whole exchange: undici's own are coarse (500 ms) and none spans head and body. */
export function startDeadline(ms: number, external: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlineError(ms)), ms);
  const onAbort = () => controller.abort(interrupted());
  if (external?.aborted) onAbort();
  external?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      external?.removeEventListener("abort", onAbort);
    },
  };
}

export function interrupted(): BrokenExchangeError {
  return new BrokenExchangeError("aborted", "the exchange was interrupted from our side");
}

export function explainDeadline(ms: number, progress: Progress, host: string): BrokenExchangeError {
  const within = `within ${describeMs(ms)}`;
  if (progress.phase === "connecting") {
    return new BrokenExchangeError("connect-timeout", `no connection to ${host} ${within}`);
  }
  const so = {
    written: `no answer ${within}`,
    head: `the head of the answer was not complete ${within}`,
    body: `the body of the answer was not complete ${within} (${describeBytes(progress.received)} received)`,
  }[progress.phase];
  return new BrokenExchangeError("timeout", so);
}
