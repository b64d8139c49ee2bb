import type { MonitorConfig, ServerMeasure } from "../config/types";
import type { HttpClient } from "../http/types";
import { pause } from "../pause";
import { readMeasures, type ServerMeasures } from "./read-measures";
import { openSource } from "./server-source";

export interface ServerSample extends ServerMeasures {
  /** Milliseconds since the time that was asked for. */
  atMs: number;
}

/** What a server told of itself over some time. */
export interface ServerView {
  samples: readonly ServerSample[];
  /** Why the last question in that time was not answered; null where it was. */
  problem: string | null;
}

/** Asks a server about itself each second, for as long as it is open. */
export interface ServerMonitor {
  /** What was told from that time of the run's clock on. */
  since(atMs: number): ServerView;
  close(): Promise<void>;
}

const EVERY_MS = 1_000;

export interface MonitorTools {
  endpoint: HttpClient;
  /** Monotonic milliseconds. */
  now(): number;
  signal: AbortSignal;
}

export function openMonitor(config: MonitorConfig, tools: MonitorTools): ServerMonitor {
  const source = openSource(config, tools.endpoint);
  const stop = new AbortController();
  const signal = AbortSignal.any([tools.signal, stop.signal]);
  const samples: ServerSample[] = [];
  const problems: { atMs: number; message: string | null }[] = [];
  const counters = new CounterRates(config);

  async function sample(): Promise<void> {
    const told = await source.ask(signal);
    if (signal.aborted) return;
    const atMs = tools.now();
    const measures = told.ok ? readMeasures(config, told.text) : null;
    if (measures) samples.push({ atMs, ...counters.toRates(atMs, measures) });
    const nothing = "what it told holds none of the measures";
    problems.push({ atMs, message: told.ok ? (measures ? null : nothing) : told.message });
  }

  const running = (async () => {
    // By an absolute schedule; what takes longer than a second leaves seconds out.
    for (let due = tools.now(); !signal.aborted; ) {
      await sample();
      due += Math.max(1, Math.ceil((tools.now() - due) / EVERY_MS)) * EVERY_MS;
      await pause(due - tools.now(), signal);
    }
  })();

  return {
    since: (from) => ({
      samples: samples
        .filter(({ atMs }) => atMs >= from)
        .map((sample) => ({ ...sample, atMs: sample.atMs - from })),
      problem: problems.filter(({ atMs }) => atMs >= from).at(-1)?.message ?? null,
    }),
    async close() {
      stop.abort();
      await running;
      await source.close();
    },
  };
}

/** Prometheus names a counter so; its rate is what is told of it. */
const COUNTER = /_total(\{|$)/;

class CounterRates {
  private last: { atMs: number; measures: ServerMeasures } | null = null;

  constructor(private readonly config: MonitorConfig) {}

  toRates(atMs: number, measures: ServerMeasures): ServerMeasures {
    const before = this.last;
    this.last = { atMs, measures };
    const entries = Object.entries(measures) as [ServerMeasure, number | null][];
    return Object.fromEntries(
      entries.map(([name, value]) => {
        if (!COUNTER.test(this.config.measures[name] ?? "")) return [name, value];
        const previous = before?.measures[name] ?? null;
        // A counter that fell was begun anew: the server started again.
        if (before === null || previous === null || value === null || value < previous) {
          return [name, null];
        }
        return [name, (value - previous) / ((atMs - before.atMs) / 1000)];
      }),
    );
  }
}
