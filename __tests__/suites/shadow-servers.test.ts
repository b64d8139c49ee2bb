import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GateOptions } from "../../src/run/options";
import type { SuiteResult } from "../../src/verdict/result";
import { failure } from "../data/data-files";
import { type Reply, serve as serveReplies } from "../protocols/servers/json-server";
import { checkOf, gate } from "../support/run-gate";
import type { SmallServer } from "../support/small-v2-server";

let folder: string;
const servers: SmallServer[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-shadow-"));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a server says to the row of this number, and to its so-and-so-manieth POST. */
type Answer = (row: number, count: number) => Reply;

/** Every GET gets an empty object; `rowOf` finds the number in the body of a POST. */
async function serve(
  answer: Answer,
  rowOf = (body: unknown) => (body as { row: number[] }).row[0],
): Promise<string> {
  let count = 0;
  const server = await serveReplies(({ method, json }) =>
    method === "POST" ? answer(Number(rowOf(json)), ++count) : { status: 200, body: {} },
  );
  servers.push(server);
  return server.url;
}

interface Options {
  candidate: Answer;
  baseline: Answer;
  shadow?: string;
  rows?: number;
  csv?: (row: number) => string;
  data?: string;
  path?: string;
  gate?: Partial<GateOptions>;
}

/** Shadow alone, on servers whose answer is at `$.y`, and all of it at `$`. */
async function shadow(options: Options) {
  const { rows = 400, csv = String, data = "", path = "/predict", shadow: keys = "" } = options;
  const file = join(folder, "rows.csv");
  const [header, body] = [
    data === "" ? "a" : "a,label",
    Array.from({ length: rows }, (_, i) => csv(i)),
  ];
  await writeFile(file, `${header}\n${body.join("\n")}\n`);
  const endpoint = async (answer: Answer) =>
    `{ url: "${await serve(answer)}", protocol: http, request: { path: ${path}, body: { row: "{{row}}" } }, response: { prediction: $.y, outputs: { all: $ } } }`;
  return gate(
    `
endpoint: ${await endpoint(options.candidate)}
baseline: ${await endpoint(options.baseline)}
data: { file: "${file}"${data} }
system: off
load: off
shadow: { requests: 320, max_slowdown: 100%${keys === "" ? "" : `, ${keys}`} }
`,
    options.gate,
  );
}

const y = (value: unknown, more: object = {}): Reply => ({
  status: 200,
  body: { y: value, ...more },
});
const suiteOf = ({ result }: { result: { suites: SuiteResult[] } }) =>
  result.suites[0] as SuiteResult;

describe("what answers are compared as", () => {
  test("JSON by path, with request ids and times ignored", async () => {
    let id = 0;
    const answer =
      (shift: number): Answer =>
      (row) =>
        y({ id: id++, made_at: Date.now(), items: [{ price: row }, { price: row + shift }] });
    const ignore = 'compare: { ignore: ["prediction.id", "**.*_at"] }';
    const same = await shadow({ candidate: answer(0), baseline: answer(0), shadow: ignore });
    expect(checkOf(same, "shadow/agreement")).toMatchObject({ verdict: "pass", observed: 1 });
    const other = await shadow({ candidate: answer(1), baseline: answer(0), shadow: ignore });
    const check = checkOf(other, "shadow/agreement");
    expect(check).toMatchObject({ verdict: "fail", observed: 0 });
    expect(check.message).toMatch(/output "prediction"\["items"\]\[1\]\["price"\]: 1 instead of 0/);
    expect(checkOf(other, "shadow/noise-floor").message).toMatch(
      /more than chance: prediction\.items\[\*\]\.price on 96/,
    );
  });

  test("without that, a baseline with ids disagrees with itself, and nobody is blamed", async () => {
    let id = 0;
    const answer: Answer = (row) => y({ id: id++, price: row });
    const outcome = await shadow({ candidate: answer, baseline: answer });
    expect(checkOf(outcome, "shadow/agreement")).toMatchObject({
      verdict: "inconclusive",
      observed: 0,
    });
    expect(checkOf(outcome, "shadow/noise-floor").verdict).not.toBe("fail");
    expect(outcome.exitStatus).toBe(1);
  });

  test("rankings by their overlap, and to the letter where the config says so", async () => {
    const items = [..."abcdefghij"];
    const answer =
      (swap: boolean): Answer =>
      (row) => {
        const list = items.map((name) => `${name}${row}`);
        if (swap) list.push(list.splice(8, 1)[0] as string);
        return y(list);
      };
    const [candidate, baseline] = [answer(true), answer(false)];
    const near = await shadow({ candidate, baseline });
    expect(checkOf(near, "shadow/agreement")).toMatchObject({ verdict: "pass" });
    expect(checkOf(near, "shadow/agreement").message).toMatch(/\(prediction as ranking\)/);
    const exact = await shadow({ candidate, baseline, shadow: "compare: { as: json }" });
    expect(checkOf(exact, "shadow/agreement").verdict).toBe("fail");
  });

  test("outputs that need not agree are told", async () => {
    const answer =
      (score: number): Answer =>
      (row) =>
        y(`class ${row % 3}`, { score: score * row });
    const outcome = await shadow({ candidate: answer(2), baseline: answer(1) });
    expect(checkOf(outcome, "shadow/agreement").verdict).toBe("pass");
    expect(checkOf(outcome, "shadow/noise-floor").message).toMatch(
      /told, not judged: all\.score differs on 9\d of 96/,
    );
    const all = await shadow({
      candidate: answer(2),
      baseline: answer(1),
      shadow: "compare: { outputs: all }",
    });
    expect(checkOf(all, "shadow/agreement").verdict).toBe("fail");
  });

  test.each([
    ["outputs: [al]", /names the output "al", but the answers have "prediction", "all"/, /"all"/],
    [
      "as: { predicton: class }",
      /shadow\.compare\.as names the output "predicton"/,
      /"prediction"/,
    ],
    [
      "as: probabilities",
      /says probabilities \(probabilities\), but output "prediction" is "7"/,
      /decide/,
    ],
    ['ignore: ["prediction.**", prediction]', /leaves nothing to compare/, /Ignore less/],
  ])("compare: { %s } does not fit the answers", async (keys, message, hint) => {
    const answer: Answer = () => y(7);
    const error = await failure(
      shadow({ candidate: answer, baseline: answer, shadow: `compare: { ${keys} }` }),
    );
    expect(error.code).toBe("config/compare");
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  test("a server's text is shown as text, and short", async () => {
    const evil = `<script>\u202e::error::\u0000${"x".repeat(5000)}`;
    const outcome = await shadow({
      candidate: (row) => y({ [evil]: row, text: `${evil}${row}` }),
      baseline: (row) => y({ [evil]: row + 1, text: evil }),
      rows: 40,
    });
    const check = checkOf(outcome, "shadow/agreement");
    expect(check.verdict).toBe("fail");
    expect(check.message.length).toBeLessThan(1000);
    expect(checkOf(outcome, "shadow/noise-floor").message.length).toBeLessThan(2000);
    for (const { request, response } of check.evidence) {
      expect(request.length + response.length).toBeLessThan(2500);
      for (const hidden of ["\u0000", "\u202e"]) expect(response).not.toContain(hidden);
    }
  });
});

describe("bad answers", () => {
  test("one row asked, two answered: an error of that side", async () => {
    const [one, two]: Answer[] = [(row) => y([row]), (row) => y([row, row])];
    const batch = "/predict, body: { rows: '{{rows}}' }";
    const endpoint = (url: string) =>
      `{ url: "${url}", protocol: http, request: { path: ${batch} }, response: "$.y[*]" }`;
    const run = async (candidate: Answer, baseline: Answer) => {
      const urls = await Promise.all(
        [candidate, baseline].map((answer) =>
          serve(answer, (body) => (body as { rows: number[][] }).rows[0]?.[0]),
        ),
      );
      const file = join(folder, "batch.csv");
      await writeFile(file, `a\n${Array.from({ length: 40 }, (_, i) => i).join("\n")}\n`);
      return gate(`
endpoint: ${endpoint(urls[0] as string)}
baseline: ${endpoint(urls[1] as string)}
data: { file: "${file}" }
system: off
load: off
shadow: { requests: 40 }
`);
    };
    const candidateErrs = await run(two as Answer, one as Answer);
    expect(checkOf(candidateErrs, "shadow/errors")).toMatchObject({ verdict: "fail", observed: 1 });
    expect(checkOf(candidateErrs, "shadow/errors").message).toMatch(/gives 2 values, but 1 rows/);
    const baselineErrs = await run(one as Answer, two as Answer);
    expect(checkOf(baselineErrs, "shadow/agreement").verdict).toBe("error");
  });

  test("nothing but errors", async () => {
    const broken: Answer = () => ({ status: 500, body: { error: "out of memory" } });
    const outcome = await shadow({ candidate: broken, baseline: broken });
    expect(checkOf(outcome, "shadow/agreement").verdict).toBe("inconclusive");
    expect(checkOf(outcome, "shadow/errors").verdict).toBe("fail");
    expect(checkOf(outcome, "shadow/slowdown")).toMatchObject({ verdict: "inconclusive", n: 0 });
    expect(outcome.exitStatus).toBe(1);
  });

  test("one class: agreement on it says nothing", async () => {
    const constant: Answer = () => y("Adelie");
    const outcome = await shadow({ candidate: constant, baseline: constant });
    expect(checkOf(outcome, "shadow/agreement").verdict).toBe("inconclusive");
    expect(outcome.exitStatus).toBe(1);
  });
});

describe("labels", () => {
  const data = ", label: label";
  const csv = (row: number) => `${row},${row % 2 === 0 ? "even" : "odd"}`;
  const parity: Answer = (row) => y(row % 2 === 0 ? "even" : "odd");

  test("are told where no limit is named", async () => {
    const outcome = await shadow({ candidate: parity, baseline: parity, data, csv });
    expect(checkOf(outcome, "shadow/accuracy")).toMatchObject({
      verdict: "skipped",
      observed: 1,
      baseline: 1,
      n: 320,
    });
    expect(outcome.exitStatus).toBe(0);
  });

  test("judge where one is: a candidate that is wrong where the baseline is right", async () => {
    const wrong: Answer = (row) => (row % 8 === 0 ? y("odd") : parity(row, 0));
    const outcome = await shadow({
      candidate: wrong,
      baseline: parity,
      data,
      csv,
      shadow: "min_agreement: 50%, metrics: { accuracy: { max_drop: 2% } }",
    });
    const check = checkOf(outcome, "shadow/accuracy");
    expect(check).toMatchObject({ verdict: "fail", limit: 0.02, n: 320 });
    expect(check.observed).toBeCloseTo(1 / 8, 1);
    expect(checkOf(outcome, "shadow/agreement").verdict).toBe("pass");
  });
});

describe("an early end", () => {
  const odd =
    (nth: number): Answer =>
    (row, count) =>
      y(count % nth === 0 ? -1 : row);

  test("where it has failed for certain, and only there", async () => {
    const outcome = await shadow({
      candidate: odd(4),
      baseline: (row) => y(row),
      shadow: "sequential: on",
    });
    const check = checkOf(outcome, "shadow/agreement");
    expect(check.verdict).toBe("fail");
    expect(check.n).toBeLessThan(320);
    expect(check.interval?.[0]).toBeNull();
    expect(check.message).toMatch(/ended early after \d+ of 320 pairs: whatever the rest had said/);
    expect(checkOf(outcome, "shadow/errors")).toMatchObject({ verdict: "skipped" });
    expect(suiteOf(outcome).verdict).toBe("fail");
    const sound = await shadow({
      candidate: (row) => y(row),
      baseline: (row) => y(row),
      shadow: "sequential: on",
    });
    expect(checkOf(sound, "shadow/agreement")).toMatchObject({ verdict: "pass", n: 320 });
  });

  test("errors end it, too", async () => {
    const broken: Answer = (row, count) =>
      count % 2 === 0 ? { status: 500, body: { error: "oops" } } : y(row);
    const outcome = await shadow({
      candidate: broken,
      baseline: (row) => y(row),
      shadow: "sequential: on",
    });
    const check = checkOf(outcome, "shadow/errors");
    expect(check.verdict).toBe("fail");
    expect(check.n).toBeLessThan(60);
  });
});

test("charts: agreement so far, response times, shifts by quantile", async () => {
  const answer: Answer = (row) => y(row);
  const { series } = suiteOf(await shadow({ candidate: answer, baseline: answer }));
  expect(series.map(({ id }) => id)).toEqual([
    "shadow/agreement",
    "shadow/response-times",
    "shadow/quantile-shift",
  ]);
  const [agreement, times, shift] = series;
  expect(agreement?.lines[0]?.points.at(-1)).toEqual([320, 1]);
  expect(agreement?.lines[1]).toMatchObject({
    style: "limit",
    points: [
      [1, 0.99],
      [320, 0.99],
    ],
  });
  expect(times?.lines.map(({ style, points }) => [style, points.length])).toEqual([
    ["points", 320],
    ["points", 320],
  ]);
  expect(shift?.lines.map(({ name }) => name)).toEqual(["shift", "lower bound", "upper bound"]);
});

describe("what changes something", () => {
  const answer: Answer = (row) => y(row);

  test("is refused before anything is sent", async () => {
    let sent = 0;
    const counting: Answer = (row) => {
      sent++;
      return y(row);
    };
    const error = await failure(
      shadow({ candidate: counting, baseline: counting, path: "/orders" }),
    );
    expect(error.code).toBe("config/state-change");
    expect(error.message).toMatch(/endpoint\.request is POST "\/orders".*\("orders"\)/);
    expect(error.hint).toMatch(/allow_state_changes: true/);
    expect(sent).toBe(0);
  });

  test("is sent where the config says so", async () => {
    const outcome = await shadow({
      candidate: answer,
      baseline: answer,
      path: "/orders",
      shadow: "allow_state_changes: true",
    });
    expect(outcome.exitStatus).toBe(0);
  });

  test("is no matter of suites that were not asked for", async () => {
    const server = await serve(answer);
    const file = join(folder, "rows.csv");
    await writeFile(file, "a\n1\n2\n");
    const outcome = await gate(`
endpoint: { url: "${server}", protocol: http, request: { path: /orders, body: { row: "{{row}}" } }, response: $.y }
data: { file: "${file}" }
system: smoke
load: off
`);
    expect(outcome.exitStatus).toBe(0);
  });
});
