import { InfergateError } from "../errors";
import { parseBaseUrl } from "../http/base-url";
import { createDispatcher } from "../http/dispatcher";
import type { LoadGenerator, LoadTarget } from "./generator";
import { runOpenLoop } from "./open-loop";

/** @param mostInFlight the largest number of requests in flight of any schedule to come */
export function openGenerator(load: LoadTarget, mostInFlight: number): LoadGenerator {
  const { target, requests, check, timeoutMs, maxAnswerBytes, stream, giveUpAfter } = load;
  const base = parseBaseUrl(target.url);
  let connections = 0;
  const dispatcher = createDispatcher(target, {
    // A connection for each request in flight: none ever waits for one in undici's queue.
    connections: mostInFlight,
    onConnect: () => {
      connections += 1;
    },
  });
  return {
    run(schedule, options) {
      if (schedule.model !== "open") {
        throw new InfergateError("internal/load", "a closed schedule is not run yet");
      }
      const { arrivals, inputs, maxInFlight } = schedule;
      const limits = { maxInFlight, timeoutMs, maxAnswerBytes, giveUpAfter };
      return runOpenLoop(
        { arrivals, inputs, requests, ...limits, ...(stream ? { stream } : {}) },
        { dispatcher, destination: base, check, ...options },
      );
    },
    get connections() {
      return connections;
    },
    close: () => dispatcher.destroy(),
  };
}
