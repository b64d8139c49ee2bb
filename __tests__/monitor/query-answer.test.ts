import { readQueryAnswer } from "../../src/monitor/query-answer";

/** The shapes of the query API's documentation. */
const success = (resultType: string, result: unknown) =>
  JSON.stringify({ status: "success", data: { resultType, result } });
const metric = { __name__: "up", job: "prometheus" };

test.each([
  [
    "a vector",
    success("vector", [{ metric, value: [1435781451.781, "1.5"] }]),
    [[1435781451.781, 1.5]],
  ],
  ["a scalar", success("scalar", [1435781451.781, "0"]), [[1435781451.781, 0]]],
  [
    "a matrix",
    success("matrix", [
      {
        metric,
        values: [
          [1, "1"],
          [2, "NaN"],
          [3, "1e3"],
        ],
      },
    ]),
    [
      [1, 1],
      [3, 1000],
    ],
  ],
  [
    "infos beside the data, and no warning",
    JSON.stringify({
      status: "success",
      data: { resultType: "vector", result: [{ metric: {}, value: [1, "7"] }] },
      warnings: [],
      infos: ["metric might not be a counter"],
    }),
    [[1, 7]],
  ],
])("%s", (_, text, samples) => {
  expect(readQueryAnswer(text)).toEqual({ ok: true, samples });
});

test.each([
  ["no series", success("vector", []), "no data: no series fits the query"],
  ["no range", success("matrix", []), "no data: no series fits the query"],
  ["NaN", success("vector", [{ metric, value: [1, "NaN"] }]), "no data: NaN"],
  ["infinity", success("vector", [{ metric, value: [1, "+Inf"] }]), "no data: NaN"],
  ["only NaN", success("matrix", [{ metric, values: [[1, "NaN"]] }]), "no data: NaN"],
  ["a sample without a value", success("vector", [{ metric }]), "no data: NaN"],
])("%s is no data", (_, text, message) => {
  expect(readQueryAnswer(text)).toEqual({ ok: false, isEmpty: true, message });
});

test.each([
  [
    "several series",
    success("vector", [
      { metric, value: [1, "1"] },
      { metric: {}, value: [1, "2"] },
    ]),
    /gives 2 series, expected one: put sum\(…\) round it/,
  ],
  [
    "a refusal",
    JSON.stringify({
      status: "error",
      errorType: "bad_data",
      error: "parse error: unexpected end",
    }),
    /it refused the query: parse error: unexpected end/,
  ],
  ["text", success("string", [1, "a"]), /no result of a known type/],
  ["a type that is none", success("constructor", []), /no result of a known type/],
  ["HTML", "<html>", /something else than a query's result/],
  ["a list", "[]", /something else than a query's result/],
  ["nothing", "", /something else than a query's result/],
])("%s is a fault", (_, text, message) => {
  const answer = readQueryAnswer(text);
  expect(answer).toMatchObject({ ok: false, isEmpty: false });
  expect((answer as { message: string }).message).toMatch(message);
});

test("warnings beside the data: it may be a part of it", () => {
  const text = JSON.stringify({
    status: "success",
    data: { resultType: "vector", result: [{ metric: {}, value: [1, "7"] }] },
    warnings: ["store-2 did not answer", "more"],
  });
  expect(readQueryAnswer(text)).toEqual({
    ok: false,
    isEmpty: false,
    message: "its answer may not be whole, by its own warning: store-2 did not answer",
  });
});
