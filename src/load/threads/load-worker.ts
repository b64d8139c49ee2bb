/** Entry of `dist/load-worker.cjs`: one load loop in a thread of its own. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { isGrpcUrl, parseBaseUrl } from "../../http/base-url";
import { loadGrpcLibrary } from "../../http/grpc/load-library";
import { Alarm } from "../loop/alarm";
import { LoadBoard } from "../loop/load-board";
import { runLoop } from "../loop/load-loop";
import { LoopWatch } from "../loop/loop-watch";
import { MachineClock } from "../loop/machine-clock";
import { openTransport } from "../transport/open-transport";
import type { FromThread, RunOrder, ThreadSetup, ToThread } from "./messages";
import { asBuffer } from "./portable-bytes";
import { portableError } from "./portable-error";
import { RemoteCheck } from "./remote-check";

const port = parentPort as MessagePort;
const { target, requests, streams, http, ...limits } = workerData as ThreadSetup;
const destination = parseBaseUrl(target.url);
const clock = new MachineClock(new Alarm());
const remote = new RemoteCheck(port, !streams);
const transport = openTransport(
  target,
  requests.map((each) => ({ ...each, body: each.body && asBuffer(each.body) })),
  { ...limits, streamClock: streams ? () => clock.now() : null },
  http,
);

function run({ board, ...order }: RunOrder): void {
  const setup = { ...order, board: new LoadBoard(board), inputs: requests.length, limits };
  const { check } = remote;
  runLoop(setup, { clock, transport, check, destination, watch: new LoopWatch() }).then(
    (run) => tell({ kind: "ended", run, connections: countConnections() }),
    (error) => tell({ kind: "failed", error: portableError(error) }),
  );
}

function countConnections() {
  const { opened, reopened } = transport.connections;
  return { opened, reopened };
}

function tell(message: FromThread): void {
  port.postMessage(message);
}

port.on("message", (message: ToThread) => {
  if (message.kind === "run") run(message.order);
  else remote.judged(message.id, message.verdict);
});

/** Before the schedule begins, so that no request of it has to wait for code. */
async function getReady(): Promise<void> {
  if (isGrpcUrl(target.url)) await loadGrpcLibrary();
  tell({ kind: "ready" });
}

void getReady();
