import type { LoadClock } from "../../../src/load/loop/clock";

interface Event {
  at: number;
  /** Of two at the same time, the one that was planned first comes first. */
  order: number;
  run: () => void;
}

const ROUNDING_MS = 1e-6;

/** So many events go by before promises get their turn. */
const EVENTS_A_TURN = 64;

/** Virtual time: one event after the other, each at its own moment, as fast as the machine can. */
export class Simulation {
  now = 0;
  private readonly heap: Event[] = [];
  private planned = 0;

  at(at: number, run: () => void): void {
    push(this.heap, { at: Math.max(at, this.now), order: this.planned++, run });
  }

  /** Until nothing is planned any more, or `done` says so. */
  async run(done: () => boolean): Promise<void> {
    for (let n = 1; !done(); n++) {
      const event = pop(this.heap);
      if (event === undefined) return;
      this.now = event.at;
      event.run();
      if (n % EVENTS_A_TURN === 0) await null;
    }
  }

  clock(): LoadClock {
    let current = 0;
    return {
      now: () => this.now,
      wakeAt: (at, wake) => {
        const mine = ++current;
        // What is due by a rounding error only after now would be waited for in no time, for ever.
        this.at(at > this.now ? at : this.now + ROUNDING_MS, () => {
          if (mine === current) wake();
        });
      },
      soon: (run) => this.at(this.now, run),
      stop: () => {
        current++;
      },
    };
  }
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Event[], event: Event): void {
  let place = heap.push(event) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!before(event, heap[parent] as Event)) break;
    heap[place] = heap[parent] as Event;
    place = parent;
  }
  heap[place] = event;
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    const right = heap[child + 1];
    if (right !== undefined && before(right, heap[child] as Event)) child += 1;
    if (!before(heap[child] as Event, last)) break;
    heap[place] = heap[child] as Event;
    place = child;
  }
  heap[place] = last;
  return first;
}
