import { parseHttpUrl } from "../../../http/base-url";
import type { Context } from "../../context";
import { DEFAULT_CANARY_METRICS } from "../../defaults";
import type { RawCanaryMetrics } from "../../raw-config";
import { RANGES, readDuration } from "../../read-quantity";
import type { CanaryMetrics } from "../../types";
import { readAuth, readUrl } from "../endpoint";
import { checkPlaceholders } from "./placeholders";
import { checkSides } from "./sides";

const PATH = ["canary", "metrics"];
const QUERIES = ["requests", "errors", "latency"] as const;
const PLACEHOLDERS = ["revision", "window"] as const;

/** What Prometheus is asked. Both sides are asked the same, so each query names the side by a placeholder. */
export function readMetrics(context: Context, raw: RawCanaryMetrics): CanaryMetrics {
  const { requests, errors, latency = null, candidate, baseline } = raw;
  checkSides(context, PATH, raw);
  for (const name of QUERIES) {
    const query = raw[name];
    if (query === undefined) continue;
    checkPlaceholders(context, [...PATH, name], query, PLACEHOLDERS);
    if (!query.includes("{{revision}}")) {
      missing(context, name, "{{revision}}, or both sides read the same");
    } else if (!query.includes("{{window}}")) {
      missing(context, name, "{{window}}, or what it reads is not that of the window");
    }
  }
  const windowMs = readDuration(
    context,
    [...PATH, "window"],
    raw.window,
    DEFAULT_CANARY_METRICS.windowMs,
    RANGES.window,
  );
  const everyMs = readDuration(
    context,
    [...PATH, "every"],
    raw.every,
    DEFAULT_CANARY_METRICS.everyMs,
    RANGES.window,
  );
  return {
    url: readUrl(context, PATH, raw.url, parseHttpUrl),
    auth: readAuth(context, [...PATH, "auth"], raw.auth),
    windowMs,
    everyMs,
    candidate,
    baseline,
    queries: { requests, errors, latency },
  };
}

function missing(context: Context, name: string, what: string): void {
  context.report(
    "config/impossible-value",
    [...PATH, name],
    `must hold ${what}`,
    'requests: sum(increase(http_requests_total{version="{{revision}}"}[{{window}}]))',
  );
}
