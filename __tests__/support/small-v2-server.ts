import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface V2Request {
  method: string;
  path: string;
  contentType: string;
  text: string;
  /** Requests being answered at this moment, this one among them. */
  inFlight: number;
  /** Infer requests so far. */
  count: number;
}

export interface V2Answer {
  status: number;
  body: unknown;
}

/** Gives an answer of its own, or null to let the sound server answer. */
export type Fault = (
  request: V2Request,
  sound: () => V2Answer,
) => V2Answer | Promise<V2Answer> | null;

export const refuse = (error: string, status = 400): V2Answer => ({ status, body: { error } });

export interface SmallServer {
  url: string;
  close(): Promise<void>;
}

/**
 * A sound Open Inference Protocol V2 server of one model, y = x₀ + 2·x₁ for rows of two numbers, whose
 * answers a fault may replace.
 */
export async function startV2Server(fault: Fault = () => null): Promise<SmallServer> {
  let inFlight = 0;
  let count = 0;
  const server: Server = createServer(async (request, response) => {
    inFlight++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "";
    if (path.endsWith("/infer")) count++;
    const seen: V2Request = {
      method: request.method ?? "",
      path,
      contentType: request.headers["content-type"] ?? "",
      text: Buffer.concat(chunks).toString("utf8"),
      inFlight,
      count,
    };
    const sound = () => answerSoundly(seen);
    const { status, body } = (await fault(seen, sound)) ?? sound();
    inFlight--;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function answerSoundly({ path, text, contentType }: V2Request): V2Answer {
  if (path === "/v2") return { status: 200, body: { name: "small", version: "1", extensions: [] } };
  if (/^\/v2\/health\/(live|ready)$/.test(path)) return { status: 200, body: {} };
  if (path === "/v2/models/m/ready") return { status: 200, body: {} };
  if (path === "/v2/models/m") {
    return {
      status: 200,
      body: {
        name: "m",
        versions: ["1"],
        platform: "test",
        inputs: [{ name: "x", datatype: "FP32", shape: [-1, 2] }],
        outputs: [{ name: "y", datatype: "FP32", shape: [-1] }],
      },
    };
  }
  return path === "/v2/models/m/infer" ? infer(text, contentType) : refuse("not found", 404);
}

function infer(text: string, contentType: string): V2Answer {
  if (!contentType.startsWith("application/json")) return refuse("send JSON", 415);
  let body: { id?: string; inputs?: { shape: number[]; data: unknown[] }[] };
  try {
    body = JSON.parse(text);
  } catch {
    return refuse("the body is not JSON");
  }
  const [input] = body.inputs ?? [];
  if (!input) return refuse("inputs are missing");
  const [rows = 0, width] = input.shape;
  if (width !== 2 || input.data.length !== rows * 2)
    return refuse("the shape does not fit the data");
  if (!input.data.every((value) => typeof value === "number")) return refuse("x takes numbers");
  const data = input.data as number[];
  const y = Array.from(
    { length: rows },
    (_, row) => (data[row * 2] as number) + 2 * (data[row * 2 + 1] as number),
  );
  return {
    status: 200,
    body: {
      model_name: "m",
      model_version: "1",
      ...(body.id === undefined ? {} : { id: body.id }),
      outputs: [{ name: "y", datatype: "FP32", shape: [rows], data: y }],
    },
  };
}
