import { setTimeout as sleep } from "node:timers/promises";
import { type Connections, createDispatcher } from "../../http/dispatcher";
import { type PreparedRequest, prepareRequest } from "../../http/prepare";
import { emptyReport, type Neighbour, type NeighbourOptions, sendCounted } from "./neighbour";

const PIECES = 10;

/**
 * Clients on bad networks: each takes its time to send a request piece by piece, leaves the answer
 * unread for as long, and begins again. A server that gives a worker to each connection soon has
 * none left for others.
 *
 * @param slowMs how long sending takes, and how long the answer is left unread
 */
export function startSlowClients(
  { target, requests }: NeighbourOptions,
  { clients, slowMs }: { clients: number; slowMs: number },
): Neighbour {
  const report = emptyReport();
  const stop = new AbortController();
  const onConnect = () => {
    report.connections += 1;
  };
  const prepared = requests.map((request) => prepareRequest(target, request));
  const dispatchers = Array.from({ length: clients }, () =>
    createDispatcher(target, { connections: 1, onConnect }),
  );

  async function live(dispatcher: Connections): Promise<void> {
    while (!stop.signal.aborted) {
      const request = prepared[report.sent % prepared.length] as PreparedRequest;
      const startedMs = performance.now();
      const slow = { ...slowly(request, slowMs, stop.signal), unreadMs: slowMs };
      await sendCounted(dispatcher, slow, report);
      // One that is turned away at once must not become a fast client.
      await pause(slowMs - (performance.now() - startedMs), stop.signal);
    }
  }

  const living = dispatchers.map(live);
  return {
    async stop() {
      stop.abort();
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()));
      await Promise.all(living);
      return report;
    },
  };
}

/** A request without a body can only be read slowly. */
function slowly(request: PreparedRequest, slowMs: number, signal: AbortSignal) {
  const { body } = request;
  if (body === null) return { request };
  const headers = { ...request.headers, "content-length": String(body.length) };
  return { request: { ...request, headers }, body: inPieces(body, slowMs, signal) };
}

async function* inPieces(body: Buffer, slowMs: number, signal: AbortSignal) {
  const length = Math.max(1, Math.ceil(body.length / PIECES));
  for (let at = 0; at < body.length; at += length) {
    if (at > 0) await pause(slowMs / PIECES, signal);
    yield body.subarray(at, at + length);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(Math.max(0, ms), undefined, { signal }).catch(() => {});
}
