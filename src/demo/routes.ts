import type { PenguinModel } from "./classify";
import { inferAnswer } from "./infer-answer";
import { modelMetadata, modelReady, repositoryIndex, serverMetadata } from "./metadata";
import { Refusal } from "./refusal";
import type { RoutedRequest, Serving } from "./serving";

interface Route {
  method: "GET" | "POST";
  path: RegExp;
  /** Whether a JSON body is due. */
  reads: boolean;
  answer(serving: Serving, request: RoutedRequest): object | Promise<object>;
}

const MODEL = "/v2/models/(?<model>[^/]+)(?:/versions/(?<version>[^/]+))?";

/**
 * Open Inference Protocol V2, REST (kserve/open-inference-protocol, `inference_rest.md`), and the
 * model list of Triton's and MLServer's model repository extension.
 */
const ROUTES: Route[] = [
  { method: "GET", path: /^\/v2$/, reads: false, answer: serverMetadata },
  { method: "GET", path: /^\/v2\/health\/live$/, reads: false, answer: () => ({ live: true }) },
  { method: "GET", path: /^\/v2\/health\/ready$/, reads: false, answer: () => ({ ready: true }) },
  { method: "POST", path: /^\/v2\/repository\/index$/, reads: false, answer: repositoryIndex },
  { method: "GET", path: new RegExp(`^${MODEL}$`), reads: false, answer: modelMetadata },
  { method: "GET", path: new RegExp(`^${MODEL}/ready$`), reads: false, answer: modelReady },
  { method: "POST", path: new RegExp(`^${MODEL}/infer$`), reads: true, answer: inferAnswer },
];

/** Refuses with 404 for an unknown path, model or version, with 405 for a method that the path has not. */
export function findRoute(model: PenguinModel, method: string, path: string): Route {
  const route = ROUTES.find((candidate) => candidate.path.test(path));
  if (route === undefined) throw new Refusal(404, "no such route");
  const named = route.path.exec(path)?.groups;
  if (named?.model !== undefined) requireModel(model, named.model, named.version);
  const allowed = route.method === "GET" ? ["GET", "HEAD"] : [route.method];
  if (!allowed.includes(method)) {
    const allow = allowed.join(", ");
    throw new Refusal(405, `this route takes ${allow}`, { allow });
  }
  return route;
}

function requireModel(model: PenguinModel, name: string, version: string | undefined): void {
  if (decode(name) !== model.name) {
    throw new Refusal(404, `unknown model; this server serves "${model.name}"`);
  }
  if (version !== undefined && decode(version) !== model.version) {
    throw new Refusal(404, `unknown version; this server serves version "${model.version}"`);
  }
}

/** Null where the percent-encoding is broken, which is no name of anything. */
function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
