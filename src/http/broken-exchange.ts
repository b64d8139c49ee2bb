import type { FailureKind } from "./types";

/** An exchange that we ended ourselves, or whose answer cannot be used; the message is for people. */
export class BrokenExchangeError extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** "16 MiB", "123 bytes". */
export function describeBytes(bytes: number): string {
  const mebi = bytes / 1024 / 1024;
  return mebi >= 1 ? `${Number(mebi.toFixed(1))} MiB` : `${bytes} bytes`;
}

/** "5 s", "250 ms". */
export function describeMs(ms: number): string {
  return ms >= 1000 ? `${Number((ms / 1000).toFixed(1))} s` : `${Math.round(ms)} ms`;
}
