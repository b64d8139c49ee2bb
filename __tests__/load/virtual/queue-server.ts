import { ConnectionCounts } from "../../../src/load/transport/connection-counts";
import type {
  ExchangeObserver,
  SentRequest,
  Transport,
} from "../../../src/load/transport/transport";
import type { Simulation } from "./simulation";

export interface QueueModel {
  /** Requests served at the same time; further ones wait in order of arrival. Default 1. */
  workers?: number;
  /** How long one takes from when its turn comes, milliseconds; Infinity for never. */
  serviceMs(request: number, at: number): number;
  /** What is answered; default 200 and nothing. */
  answer?(request: number, at: number): { status: number; body: Buffer };
}

interface Job extends SentRequest {
  request: number;
  finish(): void;
}

const OK = { status: 200, body: Buffer.alloc(0) };

/** A server with a queue, in virtual time: the network takes none. */
export class QueueServer implements Transport {
  readonly connections = new ConnectionCounts();
  private readonly waiting: Job[] = [];
  private busy = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly model: QueueModel,
  ) {}

  send(request: number, index: number, observer: ExchangeObserver): SentRequest {
    let wanted = true;
    observer.written(index);
    const finish = () => {
      if (!wanted) return;
      const answer = this.model.answer?.(request, this.simulation.now) ?? OK;
      observer.firstByte(index);
      observer.answered(index, { ...answer, headers: [] });
    };
    const job: Job = {
      request,
      finish,
      cancel: () => {
        // Who hangs up has no part in the queue any more, but is not noticed while being served.
        wanted = false;
        const place = this.waiting.indexOf(job);
        if (place >= 0) this.waiting.splice(place, 1);
      },
    };
    this.waiting.push(job);
    this.serve();
    return job;
  }

  async close(): Promise<void> {}

  private serve(): void {
    const { workers = 1, serviceMs } = this.model;
    while (this.busy < workers && this.waiting.length > 0) {
      const job = this.waiting.shift() as Job;
      this.busy += 1;
      const { now } = this.simulation;
      this.simulation.at(now + serviceMs(job.request, now), () => {
        this.busy -= 1;
        job.finish();
        this.serve();
      });
    }
  }
}
