/** What a URL says beyond an address. */
export interface UrlReading {
  /** Where requests are appended; the URL itself where nothing was recognised. */
  base: string;
  /** What followed the base, e.g. "/score"; null where nothing did. */
  route: string | null;
  /** Null where the route belongs to more than one protocol. */
  protocol: string | null;
  model: string | null;
  evidence: string | null;
}

interface UrlRule {
  protocol: string | null;
  host?: RegExp;
  /** At the end of the path; its group `model` names one. */
  route: RegExp;
}

const NAME = "(?<model>[^/:]+)";
const ending = (pattern: string) => new RegExp(`${pattern}/*$`);

const RULES: readonly UrlRule[] = [
  {
    protocol: "sagemaker",
    host: /^runtime\.sagemaker\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
    route: ending(`/endpoints/${NAME}/invocations`),
  },
  { protocol: "azureml", host: /\.inference\.ml\.azure\.(com|us|cn)$/, route: ending("/score") },
  {
    protocol: "vertex",
    host: /(^|[-.])aiplatform\.googleapis\.com$|\.prediction\.vertexai\.goog$/,
    route: ending(`/${NAME}(:(predict|rawPredict))?`),
  },
  { protocol: "databricks", route: ending(`/serving-endpoints/${NAME}/invocations`) },
  { protocol: "sagemaker", route: ending(`/endpoints/${NAME}/invocations`) },
  {
    protocol: "oip-v2",
    route: ending(`/v2/models/${NAME}(/versions/[^/]+)?(/(infer|ready|generate|generate_stream))?`),
  },
  { protocol: "oip-v2", route: ending("/v2(/models|/health/(live|ready))?") },
  // KServe V1 and TF Serving share it.
  { protocol: null, route: ending(`/v1/models/${NAME}(/versions/[^/:]+)?(:predict)?`) },
  { protocol: "openai", route: ending("/v1/(chat/completions|completions|embeddings|responses)") },
  { protocol: null, route: ending("/v1(/models)?") },
  { protocol: "seldon", route: ending("/api/v(1\\.0|0\\.1)/predictions") },
  { protocol: "torchserve", route: ending(`/predictions/${NAME}(/[^/]+)?`) },
  { protocol: "tei", route: ending("/(embed|rerank)") },
  { protocol: "tgi", route: ending("/generate(_stream)?") },
  { protocol: null, route: ending("/(invocations|score|predict)") },
];

/**
 * People paste the URL that they call. The route in it tells the protocol, or at least where the
 * server begins. First match wins; hosts of the clouds come first, because their paths are shared.
 *
 * @param named the protocol that the config names, or "auto": a route of another one is no route
 */
export function readUrl(text: string, named: string): UrlReading {
  const nothing = { base: text, route: null, protocol: null, model: null, evidence: null };
  // Templates say their own path, to be appended to the URL as it is.
  if (named === "http" || !URL.canParse(text)) return nothing;
  const url = new URL(text);
  for (const { protocol, host, route } of RULES) {
    if (named !== "auto" && protocol !== null && protocol !== named) continue;
    // Who names the protocol may reach it by way of a proxy.
    if (host && named !== protocol && !host.test(url.hostname)) continue;
    const match = route.exec(url.pathname);
    if (!match) continue;
    const [matched] = match;
    const base = new URL(url);
    base.pathname = url.pathname.slice(0, match.index);
    const model = match.groups?.model;
    return {
      base: base.href,
      route: matched.replace(/\/+$/, ""),
      protocol,
      model: model === undefined ? null : decodeURIComponent(model),
      evidence: `the URL ends in ${matched}${host ? ` on ${url.hostname}` : ""}`,
    };
  }
  return nothing;
}
