import type { HttpTemplates } from "../config/types";
import { InfergateError } from "../errors";
import type { HttpAnswer, HttpClient } from "../http/types";
import { bindTemplates } from "./http/bind-templates";
import { LIST_ITEMS } from "./http/read-path";
import { getRequest, isObject, type Json, tryParseJson } from "./json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

interface Route {
  path: string;
  /** Names of the method's arguments. */
  inputs: string[];
  /** Whether none of them can hold a list of rows. */
  takesScalars: boolean;
}

const SCALARS = ["string", "number", "integer", "boolean"];

/**
 * BentoML 1.2 and later (bentoml/BentoML `src/_bentoml_impl/server/app.py`): a POST to the method's
 * route, a JSON object of its arguments in, the bare value out. `/schema.json` names both.
 */
export const bentoml: ProtocolAdapter = {
  name: "bentoml",
  reach: "/livez",
  signs: () => [
    {
      requests: [getRequest("/schema.json")],
      recognise(answer) {
        const routes = readRoutes(answer);
        return routes === null
          ? null
          : `GET /schema.json answers a service with ${routes.map(({ path }) => `POST ${path}`).join(", ") || "no routes"}`;
      },
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const templates = options.templates ?? (await templatesFor(options));
    return {
      ...bindTemplates(templates, null, options),
      protocol: "bentoml",
      health: {
        live: { request: getRequest("/livez") },
        ready: { request: getRequest("/readyz") },
        metadata: { request: getRequest("/schema.json") },
      },
    };
  },
};

async function templatesFor(options: ConnectOptions): Promise<HttpTemplates> {
  const { client, signal, features, route: wanted } = options;
  const route = await findRoute(client, wanted, signal);
  const [only] = route.inputs;
  const byColumn = route.inputs.length > 1 || route.takesScalars;
  const perColumn = byColumn && route.inputs.every((name) => features?.includes(name) ?? true);
  if (!perColumn && (only === undefined || byColumn)) {
    throw new InfergateError(
      "config/templates-needed",
      `POST ${route.path} of ${client.url} takes ${route.inputs.join(", ") || "no named argument"}, which are not the features (${features?.join(", ") ?? "there is no data"})`,
      `Say how a row becomes the arguments: endpoint: { protocol: bentoml, request: { path: ${route.path}, body: { … } }, response: $ }`,
    );
  }
  const body = perColumn
    ? Object.fromEntries(route.inputs.map((name) => [name, `{{${name}}}`]))
    : { [only as string]: "{{rows}}" };
  return {
    request: { method: "POST", path: route.path, headers: {}, body },
    response: { prediction: perColumn ? "$" : LIST_ITEMS, outputs: {}, error: "$.error" },
    health: { live: null, ready: null, metadata: null },
    versionPath: null,
  };
}

async function findRoute(
  client: HttpClient,
  wanted: string | null,
  signal: AbortSignal,
): Promise<Route> {
  const exchange = await client.send(getRequest("/schema.json"), { signal });
  const routes = exchange.ok ? (readRoutes(exchange.answer) ?? []) : [];
  const found = wanted === null ? routes : routes.filter(({ path }) => path === wanted);
  const [only] = found;
  if (found.length === 1 && only) return only;
  const offered = routes.map(({ path }) => path).join(", ") || "none";
  throw new InfergateError(
    "config/route-needed",
    `${client.url} has ${routes.length} routes (${offered}), and it is not said which to call`,
    `Give the URL with the route, e.g. ${client.url}${routes[0]?.path ?? "/predict"}, or endpoint.request and endpoint.response.`,
  );
}

function readRoutes(answer: HttpAnswer): Route[] | null {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  if (!isObject(body) || !Array.isArray(body.routes) || typeof body.name !== "string") return null;
  return body.routes
    .filter(isObject)
    .flatMap(({ route, input }) =>
      typeof route === "string" ? [{ path: route, ...argumentsOf(input) }] : [],
    );
}

/** From the JSON Schema of the method's input. */
function argumentsOf(input: Json | undefined): Pick<Route, "inputs" | "takesScalars"> {
  const properties = isObject(input) && isObject(input.properties) ? input.properties : {};
  const types = Object.values(properties).map((schema) => isObject(schema) && schema.type);
  return {
    inputs: Object.keys(properties),
    takesScalars:
      types.length > 0 && types.every((type) => typeof type === "string" && SCALARS.includes(type)),
  };
}
