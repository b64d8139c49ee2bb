import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkOf, gate } from "../support/run-gate";
import { type Fault, refuse, type SmallServer, startV2Server } from "../support/small-v2-server";

let folder: string;
const servers: SmallServer[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-acceptance-"));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Answers to row i, in the order of the file; null refuses the row. */
type Answers = (string | number | boolean | number[] | null)[];

const serve = async (answers: Answers) => {
  const fault: Fault = ({ path, text }) => {
    if (!path.endsWith("/infer")) return null;
    const value = answers[Math.round(JSON.parse(text).inputs[0].data[0])];
    if (value === undefined || value === null) return refuse("no", 500);
    const data = [value].flat();
    const datatype = { string: "BYTES", boolean: "BOOL", number: "FP32" }[typeof data[0] as string];
    const shape = Array.isArray(value) ? [1, data.length] : [1];
    const outputs = [{ name: "y", datatype, shape, data }];
    return { status: 200, body: { model_name: "m", model_version: "1", outputs } };
  };
  const server = await startV2Server(fault);
  servers.push(server);
  return server.url;
};

interface Case {
  labels: (string | number | boolean)[];
  answers: Answers;
  baseline?: Answers;
  acceptance: string;
  data?: string;
  /** Text of a further column. */
  group?: string[];
}

const judge = async ({ labels, answers, baseline, acceptance, data = "", group }: Case) => {
  const rows = labels.map((label, i) => [i, 0, ...(group ? [group[i]] : []), label].join(","));
  const file = join(folder, "rows.csv");
  await writeFile(file, `a,b,${group ? "group," : ""}y\n${rows.join("\n")}\n`);
  const url = await serve(answers);
  const other = baseline ? await serve(baseline) : null;
  return gate(`
endpoint: { url: "${url}", protocol: oip-v2, model: m }
${other === null ? "" : `baseline: { url: "${other}" }`}
data: { file: "${file}", features: [a, b], label: y ${data} }
system: off
load: off
shadow: off
acceptance: { ${acceptance} }
`);
};
const repeat = <T>(values: T[], times: number): T[] =>
  Array.from({ length: times }, () => values).flat();

describe("labels and predictions meet however each is written", () => {
  test.each<[string, Case["labels"], Answers]>([
    ["booleans answered with 0 and 1", [true, false, true, true], [1, 0, 1, 1]],
    ["booleans answered with True and False", ["True", "False", "True"], ["True", "False", "True"]],
    [
      "booleans answered with scores",
      [true, false],
      [
        [0.2, 0.8],
        [0.9, 0.1],
      ],
    ],
    ["numbers answered with text", [1, 2, 3], ["1.0", "2", "3.0"]],
    ["numbers answered with booleans", [1, 0], [true, false]],
    [
      "numbers answered with scores",
      [1, 0, 2],
      [
        [0.1, 0.7, 0.2],
        [0.9, 0.1, 0],
        [0, 0, 1],
      ],
    ],
    [
      "text answered with scores",
      ["cat", "dog"],
      [
        [0.7, 0.3],
        [0.4, 0.6],
      ],
    ],
  ])("%s", async (_, labels, answers) => {
    const outcome = await judge({ labels, answers, acceptance: 'accuracy: ">= 1"' });
    expect(checkOf(outcome, "acceptance/accuracy")).toMatchObject({ verdict: "pass", observed: 1 });
  });

  test("and a wrong one stays wrong", async () => {
    const outcome = await judge({
      labels: [true, false, true, true],
      answers: [0, 0, 1, 1],
      acceptance: 'accuracy: ">= 0.9"',
    });
    expect(checkOf(outcome, "acceptance/accuracy")).toMatchObject({
      verdict: "fail",
      observed: 0.75,
    });
  });
});

describe("a resample that never varies", () => {
  const labels = repeat(["x", "y"], 10);
  const acceptance = "f1.macro: { min: 0.95, confidence: 0.95 }";

  test("of few rows bounds nothing", async () => {
    const check = checkOf(
      await judge({ labels, answers: labels, acceptance }),
      "acceptance/f1.macro",
    );
    expect(check).toMatchObject({ verdict: "inconclusive", observed: 1 });
    expect(check.message).toMatch(
      /all 20 rows are alike, which bounds nothing: 59 such rows would do/,
    );
  });

  test("of many rows is a pass", async () => {
    const many = repeat(labels, 3);
    const outcome = await judge({ labels: many, answers: many, acceptance });
    expect(checkOf(outcome, "acceptance/f1.macro").verdict).toBe("pass");
  });

  test("of rows that are all wrong is a fail", async () => {
    const outcome = await judge({ labels, answers: labels.map(() => "z"), acceptance });
    expect(checkOf(outcome, "acceptance/f1.macro")).toMatchObject({ verdict: "fail", observed: 0 });
  });
});

describe("a class", () => {
  test("that no row has is told before anything is sent", async () => {
    const labels = ["Adelie", "Gentoo"];
    const run = judge({ labels, answers: labels, acceptance: 'recall.Gento: ">= 0.9"' });
    await expect(run).rejects.toMatchObject({
      code: "data/unknown-class",
      message: expect.stringMatching(/recall\.Gento: no row of .* has the label "Gento"/),
      hint: 'Did you mean "Gentoo"?',
    });
  });

  test("that a slice lacks has no value there", async () => {
    const labels = repeat(["x", "y"], 5);
    const outcome = await judge({
      labels,
      answers: labels,
      group: labels.map((label) => (label === "x" ? "one" : "two")),
      data: ", slices: [group]",
      acceptance: "worst_slice.recall.x: { min: 0.9, min_rows: 5 }",
    });
    expect(checkOf(outcome, "acceptance/worst_slice.recall.x/group=one").verdict).toBe("pass");
    expect(checkOf(outcome, "acceptance/worst_slice.recall.x/group=two").verdict).toBe(
      "inconclusive",
    );
  });
});

test("a slice of few rows is named and not judged, though the others are", async () => {
  const labels = Array.from({ length: 30 }, () => "x");
  const outcome = await judge({
    labels,
    answers: labels,
    group: labels.map((_, row) => (row < 4 ? "few" : "many")),
    data: ", slices: [group]",
    acceptance: "worst_slice.accuracy: { min: 0.9, min_rows: 5 }",
  });
  expect(checkOf(outcome, "acceptance/worst_slice.accuracy/group=many").verdict).toBe("pass");
  expect(checkOf(outcome, "acceptance/worst_slice.accuracy/group=few")).toMatchObject({
    verdict: "skipped",
    message: "4 rows, fewer than min_rows: 5",
  });
});

describe("rows without an answer", () => {
  const labels = [0, 1, 2, 3];

  test("count as wrong", async () => {
    const outcome = await judge({
      labels,
      answers: [0, 1, null, 3],
      acceptance: 'accuracy: ">= 0.9"',
    });
    const check = checkOf(outcome, "acceptance/accuracy");
    expect(check).toMatchObject({ verdict: "fail", observed: 0.75 });
    expect(check.message).toMatch(
      /1 of 4 rows got no good answer and count as wrong \(row 3: .*500/,
    );
  });

  test.each([
    "precision.weighted",
    "precision.x",
    "precision.macro",
    "precision.micro",
    "recall.macro",
    "recall.x",
    "f1.weighted",
  ])("are wrong for %s as well", async (metric) => {
    const classes = repeat(["x", "y"], 10);
    const outcome = await judge({
      labels: classes,
      answers: classes.map((label, i) => (i < 4 ? label : null)),
      acceptance: `${metric}: '>= 0.9'`,
    });
    expect(checkOf(outcome, `acceptance/${metric}`)).toMatchObject({
      verdict: "fail",
      observed: expect.closeTo(0.2, 12),
    });
  });

  test("are no class of their own: one of many does not halve a macro average", async () => {
    const classes = repeat(["x", "y"], 50);
    const outcome = await judge({
      labels: classes,
      answers: classes.map((label, i) => (i > 0 ? label : null)),
      acceptance: "f1.macro: '>= 0.98', precision.y: '>= 0.98'",
    });
    // Of the 50 rows of x one is lost; as what it was taken for nobody knows, so y pays for it, too.
    expect(checkOf(outcome, "acceptance/f1.macro")).toMatchObject({
      verdict: "pass",
      observed: expect.closeTo((98 / 99 + 100 / 101) / 2, 12),
    });
    expect(checkOf(outcome, "acceptance/precision.y").observed).toBeCloseTo(50 / 51, 12);
  });

  test.each(["rmse: '<= 100'", "latency.p99: '<= 5s'"])("leave no %s", async (acceptance) => {
    const outcome = await judge({ labels, answers: [0, 1, null, 3], acceptance });
    const [check] = outcome.result.suites.flatMap(({ checks }) => checks);
    expect(check).toMatchObject({ verdict: "fail", observed: null });
    expect(check?.message).toMatch(/so there is no (rmse|latency\.p99)/);
  });

  test("leave no loss of latency against a baseline", async () => {
    const outcome = await judge({
      labels,
      answers: [0, 1, null, 3],
      baseline: labels,
      acceptance: "latency.p99: { max_drop: 5s }",
    });
    const check = checkOf(outcome, "acceptance/latency.p99/max_drop");
    expect(check).toMatchObject({ verdict: "fail", observed: null });
    expect(check.message).not.toMatch(/∞|Infinity|NaN/);
  });
});

test("a loss against the baseline is judged on the same rows", async () => {
  const labels = repeat(["x", "y"], 50);
  const wrong = (share: number): Answers =>
    labels.map((label, i) => (i < share * labels.length ? "z" : label));
  const run = async (ours: number, theirs: number, maxDrop = 0.05) =>
    checkOf(
      await judge({
        labels,
        answers: wrong(ours),
        baseline: wrong(theirs),
        acceptance: `accuracy: { max_drop: ${maxDrop} }`,
      }),
      "acceptance/accuracy/max_drop",
    );
  expect(await run(0.2, 0.18)).toMatchObject({ verdict: "pass", observed: expect.closeTo(0.02) });
  expect(await run(0.2, 0.1)).toMatchObject({ verdict: "fail", observed: expect.closeTo(0.1) });
  // 0.92 − 0.9 is a little over 0.02 in binary.
  expect(await run(0.1, 0.08, 0.02)).toMatchObject({ verdict: "pass", observed: 0.02 });
});
