import { Worker } from "node:worker_threads";
import { asInfergateError, InfergateError } from "../../errors";
import type { AnswerCheck } from "../answer-checker";
import type { LoopRun } from "../loop/load-loop";
import type {
  FromThread,
  Question,
  RunOrder,
  ThreadConnections,
  ThreadSetup,
  ToThread,
} from "./messages";
import { asBuffer } from "./portable-bytes";
import { reviveError } from "./portable-error";
import { threadFile } from "./thread-file";

interface Running {
  resolve(run: LoopRun): void;
  reject(error: unknown): void;
}

/**
 * A load loop in a thread of its own, seen from the main thread. It stays for one run after the other:
 * its code has been compiled then, and its connections are open.
 */
export class LoadThread {
  connections: ThreadConnections = { opened: 0, reopened: 0 };
  /** Settles when it can take orders, or never will. */
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private running: Running | null = null;
  private failure: InfergateError | null = null;
  private settleReady: () => void = () => {};

  constructor(
    setup: ThreadSetup,
    private readonly check: AnswerCheck,
  ) {
    this.ready = new Promise((resolve) => {
      this.settleReady = resolve;
    });
    this.worker = new Worker(threadFile("load-worker"), { workerData: setup });
    this.worker.on("message", (message: FromThread) => this.hear(message));
    this.worker.on("error", (error) => this.fail(brokenDown(error.message)));
    this.worker.on("exit", (code) => this.fail(brokenDown(`it ended with exit status ${code}`)));
  }

  /**
   * One at a time. Rejects where the thread or the checking breaks down, and from then on always: what
   * would have been recorded is not known.
   */
  run(order: RunOrder): Promise<LoopRun> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.running = { resolve, reject };
      this.tell({ kind: "run", order });
    });
  }

  async close(): Promise<void> {
    this.failure = brokenDown("it was closed");
    await this.worker.terminate();
  }

  private tell(message: ToThread): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromThread): void {
    switch (message.kind) {
      case "ready":
        this.settleReady();
        break;
      case "question":
        this.answer(message.question).catch((error) => this.fail(asInfergateError(error)));
        break;
      case "ended":
        this.connections = message.connections;
        this.running?.resolve(reviveSpecimens(message.run));
        break;
      case "failed":
        this.fail(reviveError(message.error));
        break;
    }
  }

  private async answer({ id, input, raw }: Question): Promise<void> {
    const headers = raw.headers.map(asBuffer);
    const verdict = await this.check(input, { ...raw, headers, body: asBuffer(raw.body) });
    this.tell({ kind: "verdict", id, verdict });
  }

  /** For good: what it still has to say of this run must not be taken for the next one's. */
  private fail(error: InfergateError): void {
    this.failure ??= error;
    this.settleReady();
    this.running?.reject(this.failure);
  }
}

function brokenDown(reason: string): InfergateError {
  return new InfergateError(
    "internal/load-worker",
    `A thread of the load generator broke down: ${reason}`,
    "Run the gate again; where it happens again, lower the rate or set load.workers: 1.",
  );
}

function reviveSpecimens(run: LoopRun): LoopRun {
  for (const { exchange } of run.specimens) {
    if (exchange.ok) exchange.answer.body = asBuffer(exchange.answer.body);
  }
  return run;
}
