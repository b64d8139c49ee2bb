import type { ElasticityConfig, MonitorConfig } from "../../../../config/types";
import { createHttpClient } from "../../../../http/client";
import type { HttpRequest, HttpTarget } from "../../../../http/types";
import { openMonitor, type ServerView } from "../../../../monitor/server-monitor";
import type { SuiteContext } from "../../../types";
import type { LoadSession, LoadSessions } from "../../session";

/** How many replicas were seen, and when. */
export interface ReplicaSample {
  /** By the run's clock, milliseconds. */
  atMs: number;
  replicas: number;
}

/** Looks at the replicas for as long as it is open. */
export interface ReplicaWatch {
  /** From that time on. */
  since(atMs: number): ReplicaSample[];
  /** Why there is nothing to see now; null where there is. */
  problem(): string | null;
  /** Requests of the watch itself that went to the endpoint by no client of the run. */
  readonly sent: number;
  close(): Promise<void>;
}

/** A watch of the named source; null where replicas cannot be seen. */
export function openReplicaWatch(
  { replicas, withinMs }: Pick<ElasticityConfig, "replicas" | "withinMs">,
  context: SuiteContext,
  session: LoadSession,
  sessions: LoadSessions,
): ReplicaWatch | null {
  if (replicas === null) return null;
  const asking = { withinMs, context, session, sessions };
  switch (replicas.kind) {
    case "header":
      return watchHeader(replicas.header, asking);
    case "monitor":
      return watchMonitor(replicas.monitor, asking);
    case "shared":
      return {
        ...viewOf((atMs) => sessions.serverSince(atMs) ?? { samples: [], problem: null }),
        close: async () => {},
      };
  }
}

interface Asking {
  withinMs: number;
  context: SuiteContext;
  session: LoadSession;
}

function watchMonitor(config: MonitorConfig, { context }: Asking): ReplicaWatch {
  const { candidate, clock, signal } = context;
  const monitor = openMonitor(config, { endpoint: candidate.client, now: clock.now, signal });
  return { ...viewOf((atMs) => monitor.since(atMs)), close: () => monitor.close() };
}

function viewOf(since: (atMs: number) => ServerView): Omit<ReplicaWatch, "close"> {
  return {
    since: (from) =>
      since(from).samples.flatMap(({ atMs, replicas }) =>
        typeof replicas === "number" ? [{ atMs: from + atMs, replicas }] : [],
      ),
    problem: () => since(0).problem,
    sent: 0,
  };
}

const ASK_EVERY_MS = 200;
/** Long enough for every replica to answer one of the questions, and no large part of the time that is judged. */
const SEEN_WITHIN_MS = 10_000;
const SEEN_WITHIN_SHARE = 0.25;
const TIMEOUT_MS = 5_000;

/**
 * Asks again and again, each time on a connection of its own, since balancers choose by connection:
 * as many replicas as there were values of the header of late.
 */
function watchHeader(header: string, { withinMs, context, session }: Asking): ReplicaWatch {
  const { clock, signal } = context;
  const lately = Math.min(SEEN_WITHIN_MS, SEEN_WITHIN_SHARE * withinMs);
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const names: { atMs: number; name: string }[] = [];
  const samples: ReplicaSample[] = [];
  let problem: string | null = null;
  let sent = 0;

  async function look(): Promise<void> {
    const request = session.requests[sent % session.requests.length] as HttpRequest;
    sent += 1;
    const found = await askOnce(session.target, request, header, stopped);
    if (stopped.aborted) return;
    const atMs = clock.now();
    problem = "problem" in found ? found.problem : null;
    if ("problem" in found) return;
    names.push({ atMs, name: found.name });
    const late = names.filter((one) => one.atMs > atMs - lately);
    samples.push({ atMs, replicas: new Set(late.map(({ name }) => name)).size });
  }

  const asking = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const one = look().finally(() => asking.delete(one));
    asking.add(one);
  }, ASK_EVERY_MS);
  return {
    since: (from) => samples.filter(({ atMs }) => atMs >= from),
    problem: () => problem,
    get sent() {
      return sent;
    },
    async close() {
      clearInterval(timer);
      stop.abort();
      await Promise.all(asking);
    },
  };
}

async function askOnce(
  target: HttpTarget,
  request: HttpRequest,
  header: string,
  signal: AbortSignal,
): Promise<{ name: string } | { problem: string }> {
  const client = createHttpClient(target, { connections: 1 });
  try {
    const exchange = await client.send(request, { timeoutMs: TIMEOUT_MS, signal });
    if (!exchange.ok) return { problem: exchange.failure.message };
    const name = exchange.answer.headers[header];
    return name === undefined ? { problem: `answers have no header ${header}` } : { name };
  } finally {
    await client.close();
  }
}
