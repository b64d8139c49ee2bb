// What every tool sends and gets, so that all do the same work.

export const PATH = "/v2/models/penguins/infer";
export const CONTENT_TYPE = "application/json";
export const REQUEST_BODY = JSON.stringify({
  inputs: [{ name: "x", shape: [1, 4], datatype: "FP64", data: [1, 2, 3, 4] }],
});
export const ANSWER_BODY = JSON.stringify({
  outputs: [{ name: "y", datatype: "BYTES", data: ["Gentoo"] }],
});
