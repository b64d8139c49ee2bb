import type { Dispatcher } from "undici";
import type { Connections } from "../../http/dispatcher";
import type { PreparedRequest } from "../../http/prepare";
import type { HttpRequest, HttpTarget } from "../../http/types";

/**
 * Clients that make life hard for the ordinary requests of a load. They talk to the load's own target,
 * by its rules, until they are stopped; what they are answered is counted and not judged.
 */
export interface Neighbour {
  stop(): Promise<NeighbourReport>;
}

export interface NeighbourReport {
  connections: number;
  sent: number;
  /** With success, whatever was in it. */
  answered: number;
  /** With another status than 2xx; the rest was not answered, or not yet. */
  refused: number;
}

export interface NeighbourOptions {
  target: HttpTarget;
  /** Ordinary requests, sent in turn; at least one. */
  requests: readonly HttpRequest[];
}

export function emptyReport(): NeighbourReport {
  return { connections: 0, sent: 0, answered: 0, refused: 0 };
}

export interface CountedSend {
  request: PreparedRequest & Partial<Pick<Dispatcher.DispatchOptions, "reset">>;
  /** In place of the request's own, sent as it comes. */
  body?: AsyncIterable<Buffer>;
  /** How long the answer is left unread once its head is there, milliseconds. */
  unreadMs?: number;
}

/** Sends one request, counts it, and resolves when it is over, however it ends. */
export function sendCounted(
  dispatcher: Pick<Connections, "dispatch">,
  { request, body, unreadMs = 0 }: CountedSend,
  report: NeighbourReport,
): Promise<void> {
  report.sent += 1;
  return new Promise((resolve) => {
    // Undici takes an iterable here; its types name only what `request` takes.
    const options = { ...request, ...(body ? { body } : {}) } as PreparedRequest;
    dispatcher.dispatch(options, {
      // Its presence tells undici which of its two handler interfaces this is.
      onRequestStart() {},
      onResponseStart(controller, status) {
        if (status < 200) return;
        if (status <= 299) report.answered += 1;
        else report.refused += 1;
        if (unreadMs === 0) return;
        controller.pause();
        setTimeout(() => controller.resume(), unreadMs).unref();
      },
      onResponseData() {},
      onResponseEnd: () => resolve(),
      onResponseError: () => resolve(),
    });
  });
}
