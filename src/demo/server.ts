import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { randomStream } from "../stats/random";
import { soundBehaviour } from "./behaviour";
import { MODELS, type Role } from "./classify";
import { type FaultName, withFaults } from "./faults";
import { readBody } from "./read-body";
import { Refusal } from "./refusal";
import { findRoute } from "./routes";
import type { Serving } from "./serving";

export interface ModelServerOptions {
  role: Role;
  faults: FaultName[];
  /** Of the service time's jitter. */
  seed: number;
}

/** Longer than any pause of a gate, so that a kept connection is never closed under a request. */
const KEEP_ALIVE_MS = 120_000;
/** Only this machine reaches a demo. */
const LOOPBACK = "127.0.0.1";

/** Listens on a free port; `port` is which. */
export async function startModelServer(
  options: ModelServerOptions,
): Promise<{ server: Server; port: number }> {
  const model = MODELS[options.role];
  const sound = soundBehaviour(model, randomStream(options.seed, options.role));
  const serving = { model, behaviour: withFaults(sound, model, options.faults) };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void respond(serving, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function respond(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrived = performance.now();
  try {
    const [path = ""] = (request.url ?? "").split("?");
    const route = findRoute(serving.model, request.method ?? "", path);
    const body = route.reads ? await readBody(request) : "";
    send(response, 200, await route.answer(serving, { arrived, body }));
  } catch (error) {
    const { status, message, headers } =
      error instanceof Refusal ? error : new Refusal(500, "internal error");
    send(response, status, { error: message }, headers);
  }
}

function send(
  response: ServerResponse,
  status: number,
  answer: object,
  headers: Record<string, string> = {},
): void {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(status, {
    ...headers,
    "content-type": "application/json",
    "content-length": body.length,
  });
  response.end(body);
}
