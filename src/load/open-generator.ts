import { parseBaseUrl } from "../http/base-url";
import { createDispatcher } from "../http/dispatcher";
import type { LoadGenerator, LoadTarget } from "./generator";
import { runLoop } from "./loop/load-loop";

/** @param mostInFlight the largest number of requests in flight of any schedule to come */
export function openGenerator(load: LoadTarget, mostInFlight: number): LoadGenerator {
  const base = parseBaseUrl(load.target.url);
  let connections = 0;
  const dispatcher = createDispatcher(load.target, {
    // A connection for each request in flight: none ever waits for one in undici's queue.
    connections: mostInFlight,
    onConnect: () => {
      connections += 1;
    },
  });
  return {
    run(schedule, options) {
      return runLoop(schedule, load, { dispatcher, destination: base, ...options });
    },
    get connections() {
      return connections;
    },
    close: () => dispatcher.destroy(),
  };
}
