import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { PreparedRequest } from "../../http/prepare";
import { requestBytes } from "../http1/request-bytes";
import { type GeneratorOptions, openGenerator } from "../open-generator";
import { OUTCOME } from "../outcomes";
import { threadFile } from "../threads/thread-file";

export interface CalibrationQuestion extends Pick<GeneratorOptions, "workers"> {
  /** What is to be sent; of several the longest is taken. */
  requests: readonly PreparedRequest[];
  /** So many may be in flight. */
  inFlight: number;
  /** Length of the body of an answer. */
  answerBytes: number;
  signal: AbortSignal;
}

/** As many requests in flight keep a few threads busy, and more make them no faster. */
const MOST_USERS = 64;
/** The first part warms the code up. */
const WARM_UP_MS = 200;
const MEASURED_MS = 500;
const MOST_REQUESTS = 1_000_000;

/**
 * How many requests a second this machine sends to a server of its own that does nothing but answer.
 * That server takes its share of the machine, and TLS is left out, so the figure is rough: enough to
 * tell a rate that was never possible here from an endpoint that is slow. Takes less than a second;
 * null where it is interrupted.
 */
export async function calibrate(question: CalibrationQuestion): Promise<number | null> {
  const server = new Worker(threadFile("load-loopback"), {
    workerData: answerOf(question.answerBytes),
  });
  try {
    const [port] = (await once(server, "message")) as [number];
    const longest = question.requests.reduce((a, b) => (lengthOf(a) < lengthOf(b) ? b : a));
    const request = { ...longest, origin: `http://127.0.0.1:${port}` };
    server.postMessage(lengthOf(request));
    return await measure(request, question);
  } finally {
    await server.terminate();
  }
}

async function measure(
  request: PreparedRequest,
  { inFlight, answerBytes, workers, signal }: CalibrationQuestion,
): Promise<number | null> {
  const load = {
    target: { url: request.origin, auth: null, allowedHosts: [], timeoutMs: 5_000 },
    requests: [request],
    check: () => null,
    timeoutMs: 5_000,
    maxAnswerBytes: answerBytes,
    stream: null,
    giveUpAfter: 10,
  };
  const users = Math.min(inFlight, MOST_USERS);
  const generator = openGenerator(load, users, workers === undefined ? {} : { workers });
  const schedule = { model: "closed", users, thinkMs: 0, seed: 0 } as const;
  const run = (forMs: number) =>
    generator.run({ ...schedule, forMs, mostRequests: MOST_REQUESTS }, { signal });
  try {
    await run(WARM_UP_MS);
    const { recording, stopped } = await run(MEASURED_MS);
    const answered = recording.outcome.filter((outcome) => outcome === OUTCOME.right).length;
    return stopped === null ? (answered * 1000) / MEASURED_MS : null;
  } finally {
    await generator.close();
  }
}

function lengthOf(request: PreparedRequest): number {
  return requestBytes(request).length;
}

function answerOf(bytes: number): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.alloc(bytes, "x")]);
}
