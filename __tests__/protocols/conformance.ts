import type { Row } from "../../src/data/types";
import { createHttpClient } from "../../src/http/client";
import type { HttpClient } from "../../src/http/types";
import { openEndpoint } from "../../src/protocols/open-endpoint";
import { readUrl } from "../../src/protocols/read-url";
import type { ModelBinding } from "../../src/protocols/types";
import { predictedLabel } from "../../src/suites/prediction";
import { parse } from "../config/parse";
import { checkOf, gate } from "../support/run-gate";
import { CLASSES, rowsAsText, rowsByName, SPECIES, writeRows } from "./penguins";

export interface ProtocolServer {
  url: string;
  close(): Promise<void>;
}

export interface Conformance {
  protocol: string;
  /** A small server built from the protocol's specification around the penguins classifier. */
  start(state: { ready: boolean }): Promise<ProtocolServer>;
  /** How the rows are sent: the measurements as columns, or all as one text. */
  rows?: "columns" | "text";
  /** What the user has to write beside the URL, as the inside of the map `endpoint`, e.g. "model: penguins". */
  config?: string;
  /** Whether `config` says the protocol itself. */
  named?: boolean;
  /** What detection prints; null where it cannot know, and `protocol:` has to be said. */
  evidence: RegExp | null;
  /** The version that the endpoint names; null where the protocol has none. */
  version: string | null;
  /** Checks of system: standard that cannot be asked over this protocol, without "system/". */
  skipped: string[];
  /** The check that finds a server that is up and not ready; null where the protocol cannot tell. */
  notReady: "ready" | "live" | null;
}

/** What every protocol owes: the same answers as the model itself, and the gate's checks over it. */
export function testConformance(spec: Conformance): void {
  const { protocol, config = "", rows: form = "columns" } = spec;
  const rows: readonly Row[] = form === "text" ? rowsAsText : rowsByName;
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  const start = async (ready = true) => {
    const server = await spec.start({ ready });
    open.push(server);
    return server;
  };
  const endpointOf = (url: string, named: boolean) =>
    `{ url: "${url}", ${named && !spec.named ? `protocol: ${protocol}, ` : ""}${config} }`;

  const connect = async (named: boolean): Promise<{ client: HttpClient; model: ModelBinding }> => {
    const { url } = await start();
    const endpoint = parse(`endpoint: ${endpointOf(url, named)}\n`).config.endpoint;
    const reading = readUrl(url, endpoint.http === null ? endpoint.protocol : "http");
    const client = createHttpClient({
      url: reading.base,
      auth: endpoint.auth,
      allowedHosts: "any",
      timeoutMs: 5000,
    });
    open.push(client);
    const { signal } = new AbortController();
    const features = Object.keys(rows[0] ?? {});
    return {
      client,
      model: await openEndpoint({
        captured: false,
        client,
        config: endpoint,
        reading,
        features,
        signal,
      }),
    };
  };
  const named = spec.evidence === null;
  const labelled = (model: ModelBinding) =>
    model.protocol === protocol ? model : Promise.reject(new Error(`it is ${model.protocol}`));

  test(named || spec.named ? "has to be named" : "is detected, and says by what", async () => {
    const { model } = await connect(named);
    await labelled(model);
    expect(model.evidence.join("\n")).toMatch(spec.evidence ?? /as the config says|URL ends in/);
  });

  test("twenty rows alone and in a batch have the model's own predictions", async () => {
    const { client, model } = await connect(named);
    const ask = async (rows: readonly Row[]) => {
      const exchange = await client.send(model.encode(rows));
      if (!exchange.ok) throw new Error(exchange.failure.message);
      return model.decode(exchange.answer, rows.length);
    };
    const alone = [];
    for (const row of rows) alone.push(...(await ask([row])));
    expect(alone).toHaveLength(20);
    if (model.maxBatch >= 20) expect(await ask(rows)).toEqual(alone);
    expect(alone.map(({ outputs }) => predictedLabel(outputs[0]?.value ?? null, CLASSES))).toEqual(
      SPECIES,
    );
  });

  test("the gate passes a sound server, and skips only what the protocol cannot express", async () => {
    const { url } = await start();
    const data = await writeRows(form);
    const version = spec.version === null ? "" : `version: "${spec.version}", `;
    const outcome = await gate(`
endpoint: { url: "${url}", ${version}${named && !spec.named ? `protocol: ${protocol}, ` : ""}${config} }
data: { file: "${data.file}", label: species }
system: standard
load: off
acceptance: { accuracy: ">= 1" }
`);
    await data.remove();
    const checks = outcome.result.suites.flatMap((suite) => suite.checks);
    const others = checks.filter(({ verdict }) => verdict !== "pass");
    expect(others.filter(({ verdict }) => verdict !== "skipped")).toEqual([]);
    const always = ["examples", ...(spec.version === null ? ["identity"] : [])];
    expect(others.map(({ id }) => id.replace("system/", "")).sort()).toEqual(
      [...always, ...spec.skipped].sort(),
    );
    expect(checkOf(outcome, "acceptance/accuracy")).toMatchObject({ observed: 1, n: 20 });
    expect(outcome.exitStatus).toBe(0);
  });

  if (spec.version !== null) {
    test("another version than the wanted one is found", async () => {
      const { url } = await start();
      const data = await writeRows(form);
      const outcome = await gate(`
endpoint: { url: "${url}", version: "no-such", ${named && !spec.named ? `protocol: ${protocol}, ` : ""}${config} }
data: { file: "${data.file}", label: species }
load: off
system: smoke
`);
      await data.remove();
      expect(checkOf(outcome, "system/identity")).toMatchObject({ observed: spec.version });
      expect(checkOf(outcome, "system/identity").verdict).not.toBe("pass");
    });
  }

  if (spec.notReady !== null) {
    test("a server that is up and not ready is found", async () => {
      const { url } = await start(false);
      const outcome = await gate(`
endpoint: ${endpointOf(url, true)}
load: off
system: smoke
`);
      expect(checkOf(outcome, `system/${spec.notReady}`).verdict).toBe("fail");
      expect(outcome.exitStatus).toBe(1);
    });
  }
}
