import { failure, parse, URL_LINES } from "./parse";

const BASE = `${URL_LINES}baseline: { url: http://b }\n`;
const DATA = "data: { file: a.csv, label: y }\n";

test("errors decide, where nothing else is named", () => {
  const { config } = parse(`${BASE}ab: { non_inferiority: 1% }\n`);
  expect(config.ab).toEqual({
    requests: 4000,
    split: 0.5,
    key: null,
    metrics: [
      { name: "errors", higherIsBetter: null, goal: { kind: "non-inferiority", margin: 0.01 } },
    ],
    guardrails: [],
    sequential: true,
  });
});

test.each([
  [
    "ab: { non_inferiority: 0 }\n",
    "4:7: ab.non_inferiority: expected a share over 0 and under 100%: no number of requests shows a loss of exactly none, found 0",
  ],
  [
    "ab: { split: 0%, non_inferiority: 1% }\n",
    '4:7: ab.split: expected a share from 1% to 99%, found "0%"',
  ],
  [
    "ab: { split: 100%, non_inferiority: 1% }\n",
    '4:7: ab.split: expected a share from 1% to 99%, found "100%"',
  ],
  [
    "ab: { requests: 5, non_inferiority: 1% }\n",
    "4:7: ab.requests: expected at least 100, found 5",
  ],
  [
    "ab: { metric: f1.macro, non_inferiority: 1% }\n",
    '4:7: ab.metric: expected errors, latency, accuracy, mae, equals, contains, token_f1, rouge_l or a JSON path, found "f1.macro"',
  ],
  [
    "ab: { metric: errors, better: lower, non_inferiority: 1% }\n",
    "4:7: ab.metric: better is for JSON paths; this metric knows it",
  ],
  [
    "ab: { metric: errors, metrics: { latency: { superiority: true } } }\n",
    "4:7: ab.metric: is said twice: metrics names them, too",
  ],
  [
    "ab: { non_inferiority: 1%, guardrails: { latency: 0% } }\n",
    '4:42: ab.guardrails.latency: expected a share over 0 and under 100%: no number of requests shows a loss of exactly none, found "0%"',
  ],
])("%j", (text, message) => {
  const error = failure(BASE + text);
  expect([error.message, error.code]).toEqual([
    `infergate.yml:${message}`,
    "config/impossible-value",
  ]);
});

test.each([
  [
    BASE,
    "ab: { metric: latency }\n",
    "4:7: ab.metric: expected exactly one of non_inferiority (the largest loss that is put up with) and superiority",
  ],
  [
    BASE,
    "ab: {}\n",
    "4:1: ab: expected exactly one of non_inferiority (the largest loss that is put up with) and superiority",
  ],
  [
    BASE,
    "ab: { metric: $.x, non_inferiority: 1% }\n",
    "4:7: ab.metric: needs better: higher or lower, since a JSON path does not say which is better",
  ],
  [BASE, "ab: { metric: accuracy, non_inferiority: 1% }\n", "4:7: ab.metric: needs data.label"],
  [
    URL_LINES,
    "ab: { non_inferiority: 1% }\n",
    "3:1: ab: compares with a baseline, but there is none",
  ],
])("%s%j", (lines, text, message) => {
  const error = failure(lines + text);
  expect([error.message, error.code]).toEqual([`infergate.yml:${message}`, "config/missing-key"]);
});

test("a label makes accuracy comparable", () => {
  const { config } = parse(`${BASE}${DATA}ab: { metric: accuracy, superiority: true }\n`);
  expect(config.ab?.metrics[0]?.goal).toEqual({ kind: "superiority" });
});
