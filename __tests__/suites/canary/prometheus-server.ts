import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface AskedQuery {
  path: string;
  query: string;
  time: number | null;
  start: number | null;
  end: number | null;
  step: number | null;
  authorization: string | null;
}

/** A value; a list of them by time; or a whole body of its own. */
export type Told = number | string | ((atS: number) => number) | { body: unknown; status?: number };

/** A server of Prometheus's query API, whose values a test gives by the query. */
export async function startPrometheus(tell: (asked: AskedQuery) => Told): Promise<{
  url: string;
  asked: AskedQuery[];
  close(): Promise<void>;
}> {
  const asked: AskedQuery[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    const number = (name: string) =>
      url.searchParams.has(name) ? Number(url.searchParams.get(name)) : null;
    const one: AskedQuery = {
      path: url.pathname,
      query: url.searchParams.get("query") ?? "",
      time: number("time"),
      start: number("start"),
      end: number("end"),
      step: number("step"),
      authorization: request.headers.authorization ?? null,
    };
    asked.push(one);
    const told = tell(one);
    const isOwn = typeof told === "object" && "body" in told;
    response.writeHead(isOwn ? (told.status ?? 200) : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(isOwn ? told.body : toBody(one, told)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function toBody({ time, start, end, step }: AskedQuery, told: Exclude<Told, { body: unknown }>) {
  const value = (atS: number) => String(typeof told === "function" ? told(atS) : told);
  if (time !== null) {
    const result = [{ metric: {}, value: [time, value(time)] }];
    return { status: "success", data: { resultType: "vector", result } };
  }
  const values: [number, string][] = [];
  for (let at = start ?? 0; at <= (end ?? 0); at += step ?? 1) values.push([at, value(at)]);
  return { status: "success", data: { resultType: "matrix", result: [{ metric: {}, values }] } };
}
