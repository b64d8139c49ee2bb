import { stateChange } from "../../src/suites/shadow/state-changes";

test.each([
  "/v2/models/m/infer",
  "/v2/models/load/infer",
  "/v1/models/train-times:predict",
  "/v1/models/m/versions/2:classify",
  "/predictions/reset-detector",
  "/predictions/reset-detector/2.0",
  "/invocations",
  "/serving-endpoints/orders/invocations",
  "/v1/chat/completions",
  "/v1/embeddings",
  "/score?update=true",
  "/score/",
  "/",
  "",
  "/payload",
  "/classify-image",
  "/api/recommend",
  "/v1/projects/p/locations/l/endpoints/1:rawPredict",
])("POST %s asks", (path) => {
  expect(stateChange(path)).toBeNull();
});

test.each([
  ["/v2/repository/models/m/load", "model repository"],
  ["/v1/files", "storage"],
  ["/models?url=a.mar", "model repository"],
  ["/v1/models/m/train", "train"],
  ["/fine_tuning/jobs", "tuning"],
  ["/v1/fineTuning", "tuning"],
  ["/api/v1/orders", "orders"],
  ["/feedback/", "feedback"],
  ["/jobs", "jobs"],
  ["/users/DELETE", "delete"],
  ["/graphql", "graphql"],
  ["/predict/reset", "reset"],
])("POST %s: %s", (path, word) => {
  expect(stateChange(path)).toBe(word);
});
