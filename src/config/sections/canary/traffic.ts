import { findHeaderFault } from "../../../http/header-syntax";
import { assertJsonPath } from "../../../protocols/http/read-path";
import type { Context } from "../../context";
import { readExactlyOne } from "../../exactly-one";
import type { RawAttribution, RawCanary, RawConfig } from "../../raw-config";
import type { CanaryAttribution, CanaryRoute, CanaryTraffic, EndpointConfig } from "../../types";
import { attempt, readEndpoint } from "../endpoint";
import { readMetrics } from "./metrics";
import { checkSides } from "./sides";

const MODES = ["route", "attribute", "metrics"] as const;

/** Which of the modes is asked for, by the keys that are there. */
export function readTraffic(
  context: Context,
  raw: RawConfig,
  canary: RawCanary,
  candidate: EndpointConfig,
): CanaryTraffic {
  const named = MODES.filter((mode) => canary[mode] !== undefined);
  const { route, router, attribute, metrics } = canary;
  const isRouted = route !== undefined && attribute !== undefined && metrics === undefined;
  if (named.length > 1 && !isRouted) {
    context.report(
      "config/impossible-value",
      ["canary", named[1] as string],
      `expected at most one of ${MODES.join(", ")}, found ${named.join(" and ")}`,
    );
  }
  if (isRouted) return readRouted(context, raw, canary, { route, attribute });
  if (router !== undefined && attribute === undefined) {
    context.report(
      "config/missing-key",
      ["canary", "router"],
      "needs attribute beside it, which says how an answer tells the side that gave it",
      "attribute: { header: X-Revision, candidate: v3, baseline: v2 }",
    );
  }
  if (attribute !== undefined) {
    const path = ["canary", "router"];
    return {
      kind: "router",
      router: router ? readEndpoint(context, path, router, candidate) : null,
      attribute: readAttribution(context, raw, canary, attribute),
    };
  }
  if (metrics !== undefined) return { kind: "metrics", ...readMetrics(context, metrics) };
  if (route === undefined && raw.baseline === undefined) {
    context.report(
      "config/missing-key",
      ["canary"],
      "compares with a baseline, but there is none",
      "Give --baseline-url, the key baseline, or one of canary.route, canary.attribute, canary.metrics.",
    );
  }
  return { kind: "split", route: route ? readRoute(context, route) : null, attribute: null };
}

/** By a header of the requests, whose effect a mark of the answers shows. */
function readRouted(
  context: Context,
  raw: RawConfig,
  canary: RawCanary,
  { route, attribute }: Required<Pick<RawCanary, "route" | "attribute">>,
): CanaryTraffic {
  if (canary.router !== undefined) {
    const text = "chooses the side itself, and so does route; expected one of them";
    context.report("config/impossible-value", ["canary", "router"], text);
  }
  if (attribute.fingerprint !== undefined) {
    const text = "is for a router that chooses the side; with route, expected header or json";
    context.report("config/impossible-value", ["canary", "attribute", "fingerprint"], text);
    return { kind: "split", route: readRoute(context, route), attribute: null };
  }
  const named = readAttribution(context, raw, canary, attribute);
  return {
    kind: "split",
    route: readRoute(context, route),
    attribute: named.kind === "fingerprint" ? null : named,
  };
}

function readRoute(context: Context, route: NonNullable<RawCanary["route"]>): CanaryRoute {
  const path = ["canary", "route"];
  for (const side of ["candidate", "baseline"] as const) {
    const fault = findHeaderFault(route.header, route[side]);
    if (fault === null) continue;
    context.report("config/bad-header", [...path, side], fault);
    return route;
  }
  checkSides(context, path, route);
  return route;
}

const KINDS = ["header", "json", "fingerprint"] as const;

function readAttribution(
  context: Context,
  { baseline: other }: RawConfig,
  { router }: RawCanary,
  raw: RawAttribution,
): CanaryAttribution {
  const path = ["canary", "attribute"];
  const kind = readExactlyOne(context, path, raw, KINDS);
  if (kind === null) return { kind: "fingerprint" };
  if (kind === "fingerprint") {
    if (router === undefined || other === undefined) {
      const text =
        "compares the router's answers with those of candidate and baseline; expected canary.router and baseline, each with its own URL";
      context.report("config/missing-key", [...path, "fingerprint"], text);
    }
    return { kind };
  }
  const { candidate, baseline } = raw;
  if (candidate === undefined || baseline === undefined) {
    const text = `expected candidate and baseline, the ${kind === "header" ? "header's" : "path's"} values in the answers of either`;
    context.report("config/missing-key", path, text);
    return { kind: "fingerprint" };
  }
  checkSides(context, path, { candidate, baseline });
  if (kind === "json") {
    const written = raw.json as string;
    attempt(context, [...path, "json"], () => assertJsonPath(written, "attribute.json"));
    return { kind, path: written, candidate, baseline };
  }
  const header = raw.header as string;
  const fault = findHeaderFault(header, "");
  if (fault !== null) context.report("config/bad-header", [...path, "header"], fault);
  return { kind, header: header.toLowerCase(), candidate, baseline };
}
