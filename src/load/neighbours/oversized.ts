import { createDispatcher } from "../../http/dispatcher";
import { prepareRequest } from "../../http/prepare";
import type { HttpRequest } from "../../http/types";
import { emptyReport, type Neighbour, type NeighbourOptions, sendCounted } from "./neighbour";

/**
 * A client whose requests are far too large, one after the other, each second at most. A body of JSON
 * is padded with blanks, which change nothing of what it says; any other with zeros.
 */
export function startOversized({ target, requests }: NeighbourOptions, bytes: number): Neighbour {
  const report = emptyReport();
  const dispatcher = createDispatcher(target, {
    connections: 1,
    onConnect: () => {
      report.connections += 1;
    },
  });
  const request = prepareRequest(target, padded(requests[0] as HttpRequest, bytes));
  let busy = false;
  const send = () => {
    if (busy) return;
    busy = true;
    void sendCounted(dispatcher, { request }, report).then(() => {
      busy = false;
    });
  };
  send();
  const timer = setInterval(send, 1000);
  return {
    async stop() {
      clearInterval(timer);
      await dispatcher.destroy();
      return report;
    },
  };
}

function padded(request: HttpRequest, bytes: number): HttpRequest {
  const body = request.body ?? Buffer.alloc(0);
  const type = request.headers["content-type"] ?? "application/json";
  const filler = Buffer.alloc(Math.max(0, bytes - body.length), type.includes("json") ? " " : 0);
  return { ...request, method: "POST", body: Buffer.concat([body, filler]) };
}
