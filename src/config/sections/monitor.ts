import { InfergateError } from "../../errors";
import { parseBaseUrl } from "../../http/base-url";
import type { Context } from "../context";
import { PROMETHEUS_MEASURES } from "../defaults";
import { readExactlyOne } from "../exactly-one";
import type { KeyPath } from "../problem";
import type { RawMonitor } from "../raw-config";
import { type MonitorConfig, SERVER_MEASURES } from "../types";

const SOURCES = ["prometheus", "json", "command"] as const;

const METRIC = {
  pattern: /^[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})?$/,
  text: 'a metric such as queue_size or queue_size{model="a"}',
};
const JSON_PATH = { pattern: /^\$/, text: "a JSON path such as $.rss" };

/** Where the server tells of itself; null where the config says nothing that could be read. */
export function readMonitor(
  context: Context,
  path: KeyPath,
  raw: RawMonitor,
): MonitorConfig | null {
  const kind = readExactlyOne(context, path, raw, SOURCES);
  if (kind === null) return null;
  const measures = {
    ...(kind === "prometheus" ? PROMETHEUS_MEASURES : {}),
    ...Object.fromEntries(
      SERVER_MEASURES.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])),
    ),
  };
  if (Object.keys(measures).length === 0) {
    context.report(
      "config/missing-key",
      path,
      `says nothing of what to read; expected one of ${SERVER_MEASURES.join(", ")}`,
      "memory: $.rss",
    );
  }
  const { pattern, text } = kind === "prometheus" ? METRIC : JSON_PATH;
  for (const [name, where] of Object.entries(measures)) {
    if (pattern.test(where)) continue;
    const found = context.show([...path, name], where);
    context.report("config/impossible-value", [...path, name], `expected ${text}, found ${found}`);
  }
  if (kind === "command") return { source: { kind, command: raw.command as string[] }, measures };
  const url = raw[kind] as string;
  if (!url.startsWith("/")) checkMonitorUrl(context, [...path, kind], url);
  return { source: { kind, url }, measures };
}

/** A URL of its own, not a path of the endpoint. */
export function checkMonitorUrl(context: Context, path: KeyPath, url: string): void {
  try {
    parseBaseUrl(url);
  } catch (error) {
    if (!(error instanceof InfergateError)) throw error;
    context.report("config/bad-url", path, error.message, error.hint);
  }
}
