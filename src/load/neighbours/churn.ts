import { createDispatcher } from "../../http/dispatcher";
import { prepareRequest } from "../../http/prepare";
import { emptyReport, type Neighbour, type NeighbourOptions, sendCounted } from "./neighbour";

const MOST_AT_ONCE = 64;

/**
 * Clients that open a connection for each request and close it afterwards.
 *
 * @param rate of their requests, per second
 */
export function startChurn({ target, requests }: NeighbourOptions, rate: number): Neighbour {
  const report = emptyReport();
  const dispatcher = createDispatcher(target, {
    connections: MOST_AT_ONCE,
    onConnect: () => {
      report.connections += 1;
    },
  });
  const prepared = requests.map((request) => prepareRequest(target, request));
  let atOnce = 0;
  const timer = setInterval(() => {
    const request = prepared[report.sent % prepared.length];
    if (request === undefined || atOnce === MOST_AT_ONCE) return;
    atOnce += 1;
    void sendCounted(dispatcher, { request: { ...request, reset: true } }, report).then(() => {
      atOnce -= 1;
    });
  }, 1000 / rate);
  return {
    async stop() {
      clearInterval(timer);
      await dispatcher.destroy();
      return report;
    },
  };
}
