import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../protocols/servers/json-server";
import { checkOf, gate } from "../support/run-gate";

let folder: string;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-text-"));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Asks for each prompt and gets the answer beside it; null is a refusal. */
const judge = async (rows: [label: string, answer: unknown][], acceptance: string, more = "") => {
  const server = await serve(({ json }) => {
    const answer = rows[Number((json as { prompt?: string } | undefined)?.prompt?.slice(1))]?.[1];
    return answer === undefined || answer === null
      ? { status: 500, body: { error: "no" } }
      : { status: 200, body: { text: answer } };
  });
  open.push(server);
  const file = join(folder, "rows.jsonl");
  await writeFile(
    file,
    rows.map(([label], i) => JSON.stringify({ prompt: `p${i}`, label })).join("\n"),
  );
  return gate(`
endpoint: { url: "${server.url}", protocol: http, request: { path: /, body: { prompt: "{{prompt}}" } }, response: $.text }
data: { file: "${file}", label: label }
system: off
load: off
${more}
acceptance: { ${acceptance} }
`);
};

const ROWS: [string, unknown][] = [
  ["Paris", "Paris"],
  ["Oslo", " Oslo\n"],
  ["Lima", "The capital is Lima."],
  ["Rome", "Berlin"],
];

test.each([
  ["equals", 0.5],
  ["contains", 0.75],
  ["token_f1", (1 + 1 + 2 / 4 + 0) / 4],
  ["rouge_l", (1 + 1 + 2 / 5 + 0) / 4],
])("%s", async (metric, value) => {
  const passed = await judge(ROWS, `${metric}: ">= ${value - 0.01}"`);
  expect(checkOf(passed, `acceptance/${metric}`)).toMatchObject({
    verdict: "pass",
    observed: expect.closeTo(value, 10),
    unit: "share",
    n: 4,
  });
  const failed = await judge(ROWS, `${metric}: ">= ${value + 0.01}"`);
  expect(checkOf(failed, `acceptance/${metric}`).verdict).toBe("fail");
});

test("a row without an answer scores nothing", async () => {
  const outcome = await judge(
    [
      ["Paris", "Paris"],
      ["Oslo", null],
    ],
    'token_f1: ">= 0.6"',
  );
  expect(checkOf(outcome, "acceptance/token_f1")).toMatchObject({ verdict: "fail", observed: 0.5 });
});

test("few rows that all agree prove no confidence", async () => {
  const rows = ROWS.slice(0, 2);
  const outcome = await judge(rows, "token_f1: { min: 0.9, confidence: 0.95 }");
  expect(checkOf(outcome, "acceptance/token_f1").verdict).toBe("inconclusive");
});

test("an upper limit is a slip", async () => {
  await expect(judge(ROWS, 'rouge_l: "<= 0.5"')).rejects.toMatchObject({
    message: expect.stringMatching(/acceptance\.rouge_l: higher is better/),
  });
});

test("a loss in long texts is scored once a row, not once a resample", async () => {
  const words = (seed: number) =>
    Array.from({ length: 1500 }, (_, i) => `w${(i * seed) % 97}`).join(" ");
  const rows = Array.from({ length: 20 }, (_, i): [string, unknown] => [words(5), words(7 + i)]);
  const baseline = await serve(() => ({ status: 200, body: { text: words(5) } }));
  open.push(baseline);
  const outcome = await judge(
    rows,
    "rouge_l: { max_drop: 0.01 }",
    `baseline: { url: "${baseline.url}" }\nshadow: off`,
  );
  const check = checkOf(outcome, "acceptance/rouge_l/max_drop");
  expect(check.verdict).toBe("fail");
  expect(check.observed).toBeGreaterThan(0.1);
});
