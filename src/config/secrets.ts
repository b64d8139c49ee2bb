import { secretsOf } from "../http/auth";
import { MONITOR_PLACES, monitorsOf } from "./monitors";
import type { KeyPath } from "./problem";
import type { Interpolation } from "./read-tree";
import type { Config, EndpointConfig } from "./types";

/** Where a config names somebody to ask, and so credentials. */
const PLACES = [
  "endpoint",
  "baseline",
  "acceptance.similarity.endpoint",
  "acceptance.judge.endpoint",
  "canary.router",
  "canary.metrics",
] as const;
type Place = (typeof PLACES)[number];

type Receiver = Pick<EndpointConfig, "url" | "auth">;

/** The endpoint that a key belongs to, and its key there; null where it belongs to none. */
function locate(path: KeyPath): { place: Place; keys: KeyPath } | null {
  for (const place of PLACES) {
    const { length } = place.split(".");
    if (path.slice(0, length).join(".") === place) return { place, keys: path.slice(length) };
  }
  return null;
}

/** Everyone who is asked something, by the place in the config. */
export function endpointsOf({
  endpoint,
  baseline,
  acceptance,
  canary,
}: Config): Map<string, Receiver> {
  const scorers = (acceptance?.metrics ?? []).flatMap(({ metric, scoring }) =>
    scoring && "endpoint" in scoring
      ? [[`acceptance.${metric}.endpoint`, scoring.endpoint] as const]
      : [],
  );
  return new Map<string, Receiver>([
    ["endpoint", endpoint],
    ...(baseline ? [["baseline", baseline] as const] : []),
    ...scorers,
    ...canaryReceivers(canary),
  ]);
}

function canaryReceivers(canary: Config["canary"]): [Place, Receiver][] {
  const traffic = canary?.traffic;
  if (traffic?.kind === "metrics") return [["canary.metrics", traffic]];
  return traffic?.kind === "router" && traffic.router ? [["canary.router", traffic.router]] : [];
}

/** Where requests go that may carry what the config holds. */
export function urlsOf(config: Config): string[] {
  const endpoints = [...endpointsOf(config).values()].map(({ url }) => url);
  return [...endpoints, ...monitorUrls(config)];
}

/** Of monitors with a URL of their own. */
function monitorUrls(config: Config): string[] {
  return [...monitorsOf(config).values()].flatMap(({ source }) =>
    "url" in source && !source.url.startsWith("/") ? [source.url] : [],
  );
}

/** Keys whose values are never shown, not even when they are wrong. */
export function isSecretPath(path: KeyPath): boolean {
  const [key, below] = locate(path)?.keys ?? [];
  if (isDriven(path)) return path[2] === "env";
  return key === "auth" || (key === "request" && below === "headers");
}

/** What must never be printed: credentials, keys in a query, and what the environment put beside them. */
export function collectSecrets(config: Config, interpolations: readonly Interpolation[]): string[] {
  const secrets = new Set([
    ...[...endpointsOf(config).values()].flatMap(({ auth }) => secretsOf(auth)),
    ...urlsOf(config).flatMap(keysInQuery),
    ...interpolations.filter((one) => isHidden(one, config)).map(({ value }) => value),
  ]);
  return [...secrets].filter((secret) => secret !== "");
}

/** Shorter values are versions, names and switches; keys of gateways have 32 characters and more. */
const SHORTEST_KEY = 20;

/** Gateways take keys in the query, and a URL that comes by an option or an input is no variable. */
function keysInQuery(url: string): string[] {
  return [...new URL(url).searchParams.values()].filter(({ length }) => length >= SHORTEST_KEY);
}

function isHidden({ path, value, whole }: Interpolation, config: Config): boolean {
  if (isSecretPath(path)) return true;
  const monitored = keyOfMonitor(path);
  if (monitored !== null) return monitored.key === "command" || !whole;
  if (isDriven(path)) return true;
  const {
    place,
    keys: [key],
  } = locate(path) ?? { place: null, keys: [] };
  if (place === null) return false;
  if (key === "request" || key === "parameters") return true;
  if (key !== "url") return false;
  const url = endpointsOf(config).get(place)?.url;
  return url !== undefined && new URL(url).search.includes(value);
}

/**
 * Hosts (with a port, where the URL has one) that this config sends secrets to: credentials, or
 * anything else that came from the environment. A pull request can change the config, so the action
 * holds these against the hosts that the workflow itself names. A URL that is a variable and nothing
 * else goes nowhere but to where it points, and is no secret.
 */
export function collectSecretHosts(
  config: Config,
  interpolations: readonly Interpolation[],
): string[] {
  const endpoints = endpointsOf(config);
  const receivers = new Set<string>(interpolations.flatMap(receiversOf));
  for (const [place, { auth }] of endpoints) if (auth) receivers.add(place);
  const urls = [...receivers].map((place) => endpoints.get(place)?.url);
  // A path of the endpoint carries it there; a URL that is a variable and nothing else carries nothing.
  const monitors = monitorsOf(config);
  for (const { path, whole } of interpolations) {
    const monitored = keyOfMonitor(path);
    if (monitored === null || monitored.key === "command" || whole) continue;
    const source = monitors.get(monitored.place)?.source;
    const isOwn = source && "url" in source && !source.url.startsWith("/");
    urls.push(isOwn ? source.url : config.endpoint.url);
  }
  return [...new Set(urls.flatMap((url) => (url === undefined ? [] : [new URL(url).host])))];
}

/** The key below a monitor, and which one; null for a key of anything else. */
function keyOfMonitor(path: KeyPath) {
  const place = MONITOR_PLACES.find((name) => path.join(".").startsWith(`${name}.`));
  return place === undefined ? null : { place, key: path[place.split(".").length] };
}

/** What the programs of a driven canary get. */
function isDriven([section, key]: KeyPath): boolean {
  return section === "canary" && key === "drive";
}

/** Keys of `data` that name a file: they are read, and not sent. */
const FILES: readonly KeyPath[number][] = ["file", "capture", "labels"];

/** They get the same requests; a router inherits how the candidate is asked. */
const MODELS: Place[] = ["endpoint", "baseline", "canary.router"];

function receiversOf({ path, whole }: Interpolation): Place[] {
  const located = locate(path);
  const [section, key] = path;
  if (located) {
    const { place, keys } = located;
    if (keys[0] === "url") return whole ? [] : [place];
    const isModel = place === "endpoint" || place === "baseline";
    return keys[0] === "auth" || !isModel ? [place] : MODELS;
  }
  if (section === "acceptance" && key === "judge") return ["acceptance.judge.endpoint"];
  const sent =
    (section === "data" && key !== undefined && !FILES.includes(key)) ||
    (section === "system" && key === "examples");
  if (section === "canary" && key === "route") return ["endpoint"];
  return sent ? MODELS : [];
}
