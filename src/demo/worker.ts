/** Entry of `dist/demo-server.cjs`: one model server in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { type ModelServerOptions, startModelServer } from "./server";

/** What the thread says once it listens. */
export interface Listening {
  port: number;
}

void startModelServer(workerData as ModelServerOptions).then(({ port }) => {
  parentPort?.postMessage({ port } satisfies Listening);
});
