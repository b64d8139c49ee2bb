import { readUrl } from "../../src/protocols/read-url";

test.each([
  ["http://h:8080", "auto", "http://h:8080", null, null, null],
  ["http://h/prefix", "auto", "http://h/prefix", null, null, null],
  ["http://h/p/v2/models/m/infer", "auto", "http://h/p", "/v2/models/m/infer", "oip-v2", "m"],
  [
    "http://h/v2/models/a%20b/versions/3/infer/",
    "auto",
    "http://h/",
    "/v2/models/a%20b/versions/3/infer",
    "oip-v2",
    "a b",
  ],
  ["http://h/v2", "auto", "http://h/", "/v2", null, null],
  ["http://h/v1/models/m:predict", "auto", "http://h/", "/v1/models/m:predict", null, "m"],
  ["http://h/v1/models/m:predict", "tf-serving", "http://h/", "/v1/models/m:predict", null, "m"],
  ["https://h/v1/chat/completions", "auto", "https://h/", "/v1/chat/completions", "openai", null],
  ["https://h/openai/v1", "auto", "https://h/openai", "/v1", null, null],
  ["http://h/predictions/m/2", "auto", "http://h/", "/predictions/m/2", null, "m"],
  [
    "https://runtime.sagemaker.eu-central-1.amazonaws.com/endpoints/e/invocations",
    "auto",
    "https://runtime.sagemaker.eu-central-1.amazonaws.com/",
    "/endpoints/e/invocations",
    "sagemaker",
    "e",
  ],
  [
    "https://e.westeurope.inference.ml.azure.com/score",
    "auto",
    "https://e.westeurope.inference.ml.azure.com/",
    "/score",
    "azureml",
    null,
  ],
  [
    "https://eu-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/42:predict",
    "auto",
    "https://eu-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints",
    "/42:predict",
    "vertex",
    "42",
  ],
  [
    "https://w.cloud/serving-endpoints/n/invocations",
    "auto",
    "https://w.cloud/",
    "/serving-endpoints/n/invocations",
    "databricks",
    "n",
  ],
  ["http://h/score?key=1", "auto", "http://h/?key=1", "/score", null, null],
])("%s, %s", (url, named, base, route, protocol, model) => {
  expect(readUrl(url, named)).toMatchObject({ base, route, protocol, model });
});

test.each(["auto", "oip-v2", "http"])(
  "the scheme of gRPC decides, with protocol %s named",
  (named) => {
    expect(readUrl("GRPCS://h:1", named)).toMatchObject({
      base: "GRPCS://h:1",
      route: null,
      protocol: "oip-v2",
      evidence: "the URL begins with grpcs://",
    });
  },
);

test.each([
  ["http://h/v2/models/m/versions/3/infer", "/versions/3"],
  ["http://h/v2/models/m/infer", null],
  ["http://h/v1/models/m/versions/3:predict", "/versions/3"],
  ["http://h/v1/models/m/labels/canary:predict", "/labels/canary"],
  ["http://h/predictions/m/2.0/", "/2.0"],
])("%s asks for the version at %j", (url, pin) => {
  expect(readUrl(url, "auto")).toMatchObject({ model: "m", pin });
});

test.each([
  ["templates say their own path", "http://h/v2/models/m/infer", "http"],
  ["a route of another protocol is a prefix", "http://h/predict", "oip-v2"],
  ["a path that looks like a cloud's is none of it", "http://h/42:predict", "auto"],
])("%s", (_, url, named) => {
  expect(readUrl(url, named)).toEqual({
    base: url,
    route: null,
    protocol: null,
    candidates: [],
    model: null,
    pin: null,
    evidence: null,
  });
});
