import { once } from "node:events";
import type { FaultName } from "../../src/demo/faults";
import { HOLDOUT_CSV } from "../../src/demo/model/holdout";
import { type ModelServerOptions, startModelServer } from "../../src/demo/server";

export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

export async function serve(options: Partial<ModelServerOptions> = {}): Promise<RunningServer> {
  const { server, port } = await startModelServer({
    role: "candidate",
    faults: [],
    seed: 1,
    ...options,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export function serveFault(fault: FaultName): Promise<RunningServer> {
  return serve({ faults: [fault] });
}

export interface Answer {
  status: number;
  headers: Headers;
  // The tests judge what came back, so it is not typed as if it were right.
  // biome-ignore lint/suspicious/noExplicitAny: an answer from outside
  body: any;
}

export async function ask(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? null : JSON.parse(text),
  };
}

export function postInfer(
  url: string,
  body: unknown,
  headers: Record<string, string> = { "content-type": "application/json" },
): Promise<Answer> {
  return ask(`${url}/v2/models/penguins/infer`, {
    method: "POST",
    headers,
    body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}

export function tensor(rows: readonly (readonly number[])[]) {
  return { name: "features", shape: [rows.length, 4], datatype: "FP64", data: rows.flat() };
}

export function inferRows(
  url: string,
  rows: readonly (readonly number[])[],
  id?: string,
): Promise<Answer> {
  return postInfer(url, { ...(id === undefined ? {} : { id }), inputs: [tensor(rows)] });
}

/**
 * What `attempt` returns when it is first not null. Requests sent together are not always in flight
 * together on a busy machine, so that a mix-up of concurrent callers may take a few rounds to show.
 */
export async function firstMixUp<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let round = 0; round < 50; round++) {
    const seen = await attempt();
    if (seen !== null) return seen;
  }
  throw new Error("no mix-up in 50 rounds");
}

export interface HeldOutRow {
  row: number;
  island: string;
  sex: string;
  features: number[];
  species: string;
}

export const HELD_OUT: HeldOutRow[] = HOLDOUT_CSV.trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [row, island, sex, ...rest] = line.split(",") as string[];
    return {
      row: Number(row),
      island: island as string,
      sex: sex as string,
      features: rest.slice(0, 4).map(Number),
      species: rest[4] as string,
    };
  });
