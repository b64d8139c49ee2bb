/** What a command sees of the process, passed in so that it can be run whole in a test. */
export interface CommandIo {
  args: string[];
  env: Readonly<Record<string, string | undefined>>;
  stdout: Output;
  stderr: Output;
  /** Aborted on SIGINT and SIGTERM. */
  signal: AbortSignal;
}

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}
