/** Entry of `dist/demo-server.cjs`: the model servers of a demo in a thread beside the gate's. */
import { parentPort, workerData } from "node:worker_threads";
import { type ModelServerOptions, startModelServer } from "./server";

/** What the thread says once all of its servers listen: their ports, in the order asked for. */
export interface Listening {
  ports: number[];
}

void Promise.all((workerData as ModelServerOptions[]).map(startModelServer)).then((servers) => {
  parentPort?.postMessage({ ports: servers.map(({ port }) => port) } satisfies Listening);
});
