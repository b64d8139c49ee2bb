import type { Connections } from "./dispatcher";

/** One connection, opened when first needed and again whenever the server has closed it. */
export interface Lane {
  readonly dispatcher: Connections;
  /** Exchanges completed on the connection as it stands; 0 for a new one. */
  completed: number;
}

/**
 * A bounded set of connections, each lent to one exchange at a time. Undici's own pool queues in
 * silence and does not tell which connection a request travelled on; here an exchange's deadline
 * starts when it has a connection to itself, and a reused connection is known as one.
 */
export class Lanes {
  private readonly all = new Set<Lane>();
  private readonly free: Lane[] = [];
  private readonly waiting: ((lane: Lane) => void)[] = [];

  constructor(
    private readonly max: number,
    private readonly open: (onConnect: () => void) => Connections,
  ) {
    // Opens no connection yet, but tells at once of settings that can never work.
    this.free.push(this.create());
  }

  /** A free connection, the one used last first; null when `signal` aborts while waiting. */
  acquire(signal: AbortSignal | undefined): Promise<Lane | null> {
    if (signal?.aborted) return Promise.resolve(null);
    const lane = this.free.pop() ?? (this.all.size < this.max ? this.create() : undefined);
    if (lane !== undefined) return Promise.resolve(lane);
    return new Promise((resolve) => {
      const take = (lent: Lane) => {
        signal?.removeEventListener("abort", giveUp);
        resolve(lent);
      };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(take), 1);
        resolve(null);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.waiting.push(take);
    });
  }

  release(lane: Lane): void {
    const next = this.waiting.shift();
    if (next !== undefined) next(lane);
    else this.free.push(lane);
  }

  /** Gives up a connection: one that never came about (undici would go on waiting for it), or one that may be closing. */
  discard(lane: Lane): void {
    this.all.delete(lane);
    void lane.dispatcher.destroy();
    if (this.waiting.length > 0) this.release(this.create());
  }

  /** Waits for the exchanges under way. */
  async close(): Promise<void> {
    await Promise.all([...this.all].map(({ dispatcher }) => dispatcher.close()));
  }

  private create(): Lane {
    const lane: Lane = {
      completed: 0,
      dispatcher: this.open(() => {
        lane.completed = 0;
      }),
    };
    this.all.add(lane);
    return lane;
  }
}
