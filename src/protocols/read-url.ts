import { isGrpcUrl } from "../http/base-url";

/** What a URL says beyond an address. */
export interface UrlReading {
  /** Where requests are appended; the URL itself where nothing was recognised. */
  base: string;
  /** What followed the base, e.g. "/score"; null where nothing did. */
  route: string | null;
  /** Null where the route alone does not decide. */
  protocol: string | null;
  /** Those that have such a route, to be looked for first. */
  candidates: readonly string[];
  model: string | null;
  /** What follows the model to pick one of its versions, as it stands, e.g. "/versions/3". */
  pin: string | null;
  evidence: string | null;
}

/** Beside a base: a URL that names nothing else. */
export const NO_ROUTE = {
  route: null,
  protocol: null,
  candidates: [],
  model: null,
  pin: null,
  evidence: null,
};

interface UrlRule {
  /** Those that have such a route. */
  protocols: readonly string[];
  /** Whether nobody else would have it; else the endpoint is asked. */
  certain?: true;
  host?: RegExp;
  /** At the end of the path; its group `model` names one, `pin` one of its versions. */
  route: RegExp;
}

const NAME = "(?<model>[^/:]+)";
const ending = (pattern: string) => new RegExp(`${pattern}/*$`);

const RULES: readonly UrlRule[] = [
  {
    protocols: ["sagemaker"],
    certain: true,
    host: /^runtime\.sagemaker\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
    route: ending(`/endpoints/${NAME}/invocations`),
  },
  {
    protocols: ["azureml"],
    certain: true,
    host: /\.inference\.ml\.azure\.(com|us|cn)$/,
    route: ending("/score"),
  },
  {
    protocols: ["vertex"],
    certain: true,
    host: /(^|[-.])aiplatform\.googleapis\.com$|\.prediction\.vertexai\.goog$/,
    route: ending(`/${NAME}(:(predict|rawPredict))?`),
  },
  {
    protocols: ["databricks"],
    certain: true,
    route: ending(`/serving-endpoints/${NAME}/invocations`),
  },
  { protocols: ["sagemaker"], certain: true, route: ending(`/endpoints/${NAME}/invocations`) },
  {
    protocols: ["oip-v2"],
    certain: true,
    route: ending(
      `/v2/models/${NAME}(?<pin>/versions/[^/]+)?(/(infer|ready|generate|generate_stream))?`,
    ),
  },
  { protocols: ["oip-v2"], route: ending("/v2(/models|/health/(live|ready))?") },
  {
    protocols: ["kserve-v1", "tf-serving"],
    route: ending(`/v1/models/${NAME}(?<pin>/(versions|labels)/[^/:]+)?(:predict)?`),
  },
  {
    protocols: ["openai"],
    certain: true,
    route: ending("/v1/(chat/completions|completions|embeddings|responses)"),
  },
  { protocols: ["openai", "kserve-v1", "tf-serving"], route: ending("/v1(/models)?") },
  { protocols: ["seldon"], certain: true, route: ending("/api/v(1\\.0|0\\.1)/predictions") },
  { protocols: ["torchserve"], route: ending(`/predictions/${NAME}(?<pin>/[^/]+)?`) },
  { protocols: ["mlflow", "sagemaker"], route: ending("/invocations") },
  { protocols: ["azureml"], route: ending("/score") },
  { protocols: ["litserve", "bentoml", "tei"], route: ending("/predict") },
  { protocols: ["tei"], route: ending("/(embed|rerank)") },
  { protocols: ["tgi"], route: ending("/generate(_stream)?") },
];

/**
 * People paste the URL that they call. The route in it tells the protocol, or at least where the
 * server begins. First match wins; hosts of the clouds come first, because their paths are shared.
 *
 * @param named the protocol that the config names, or "auto": a route of another one is no route
 */
export function readUrl(text: string, named: string): UrlReading {
  const nothing = { ...NO_ROUTE, base: text };
  if (isGrpcUrl(text)) {
    const evidence = `the URL begins with ${text.slice(0, text.indexOf("//") + 2).toLowerCase()}`;
    return { ...nothing, protocol: "oip-v2", evidence };
  }
  // Templates say their own path, to be appended to the URL as it is.
  if (named === "http" || !URL.canParse(text)) return nothing;
  const url = new URL(text);
  for (const { protocols, certain, host, route } of RULES) {
    if (named !== "auto" && !protocols.includes(named)) continue;
    // Who names the protocol may reach it by way of a proxy.
    if (host && named === "auto" && !host.test(url.hostname)) continue;
    const match = route.exec(url.pathname);
    if (!match) continue;
    const [matched] = match;
    const base = new URL(url);
    base.pathname = url.pathname.slice(0, match.index);
    const { model, pin } = match.groups ?? {};
    return {
      base: base.href,
      route: matched.replace(/\/+$/, ""),
      protocol: (certain && protocols[0]) || null,
      candidates: protocols,
      model: model === undefined ? null : decodeName(model),
      pin: pin ?? null,
      evidence: `the URL ends in ${matched}${host ? ` on ${url.hostname}` : ""}`,
    };
  }
  return nothing;
}

/** A name with a percent sign that encodes nothing is the name itself. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
