import type { MonitorConfig, ServerMeasure } from "../config/types";
import { selectAll } from "../protocols/http/read-path";
import { type Json, parseText } from "../protocols/json-body";
import { sumMetric } from "./prometheus-text";

/** Null for a measure that is not there or is no number. */
export type ServerMeasures = Partial<Record<ServerMeasure, number | null>>;

type Read = (where: string) => number | null;

/** How a measure is found in what each kind of source tells; null where the text is none of its kind. */
const READERS: Readonly<Record<MonitorConfig["source"]["kind"], (text: string) => Read | null>> = {
  prometheus: (text) => (where) => sumMetric(text, where),
  json: readJson,
  command: readJson,
};

/** @returns null where nothing could be read of the text */
export function readMeasures(
  { source, measures }: MonitorConfig,
  text: string,
): ServerMeasures | null {
  const read = READERS[source.kind](text);
  if (read === null) return null;
  const found = Object.entries(measures).map(([name, where]) => [name, read(where)] as const);
  return found.every(([, value]) => value === null) ? null : Object.fromEntries(found);
}

function readJson(text: string): Read | null {
  const body = parseText(text);
  return body === undefined ? null : (where) => numberAt(body, where);
}

/** A list counts by its length, so that a list of replicas is a number of them. */
function numberAt(body: Json, path: string): number | null {
  const [value] = selectAll(body, path);
  if (Array.isArray(value)) return value.length;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
