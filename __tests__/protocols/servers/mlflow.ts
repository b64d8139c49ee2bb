import { FEATURES } from "../penguins";
import { predictAll } from "./instances";
import type { Reply, Seen } from "./json-server";

interface Split {
  columns?: unknown;
  data?: unknown;
}

/** From mlflow/mlflow `mlflow/pyfunc/scoring_server/__init__.py`: `transformation`, `_handle_serving_error`. */
export const scoringServer =
  (ready: boolean, invocations = "/invocations") =>
  ({ method, path, headers, json, body }: Seen): Reply => {
    const refuse = (message: string, status = 400) => ({
      status,
      body: { error_code: "BAD_REQUEST", message },
    });
    const text = { "content-type": "application/json" };
    if (path === "/ping" || path === "/health") {
      return { status: ready ? 200 : 404, headers: text, body: "\n" };
    }
    if (path === "/version") return { status: 200, headers: text, body: "2.17.2" };
    if (path !== invocations)
      return { status: 404, body: "<!doctype html><title>404 Not Found</title>" };
    if (method !== "POST") return { status: 405, body: "<!doctype html><title>405</title>" };
    if (!headers["content-type"]?.startsWith("application/json")) {
      return { status: 415, body: "This predictor only supports the following content types" };
    }
    if (json === undefined)
      return refuse(`Invalid input. Ensure that input is a valid JSON, got ${body.length} bytes`);
    const split = (json as { dataframe_split?: Split }).dataframe_split;
    if (!split) {
      return refuse("The input must be a JSON dictionary with exactly one of the input fields");
    }
    if (JSON.stringify(split.columns) !== JSON.stringify(FEATURES)) {
      return refuse("Model is missing inputs");
    }
    const answer = predictAll(split.data);
    return answer.ok
      ? { status: 200, body: { predictions: answer.species } }
      : refuse(`Incompatible input types: ${answer.why}`);
  };
