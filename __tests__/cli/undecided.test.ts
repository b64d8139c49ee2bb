import { resolve } from "node:path";
import { type DemoServers, startDemoServers } from "../../src/demo/start";
import { removeCliFolders, runCli } from "../support/run-cli";

const start = () =>
  startDemoServers("good", { workerFile: resolve(__dirname, "../../dist/demo-server.cjs") });
let servers: DemoServers;
/** Serves the candidate's own model once more, so that every pair agrees. */
let twin: DemoServers;
beforeAll(async () => {
  [servers, twin] = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all([servers.close(), twin.close()]);
  await removeCliFolders();
});

const config = (rest: string) => ({
  "infergate.yml": `endpoint: { url: "\${URL}", model: penguins }\n${rest}`,
});
const run = (rest: string, args: string[] = []) =>
  runCli(["run", ...args], {
    files: config(rest),
    env: { URL: servers.candidate.url, BASE: twin.candidate.url },
  });

test("100 shadow pairs cannot prove 99 % agreement", async () => {
  const { status, result } = await run(
    'baseline: { url: "${BASE}", model: penguins }\nshadow: { requests: 100 }\n',
    ["--suite", "shadow"],
  );
  const agreement = result?.suites[0]?.checks.find(({ id }) => id === "shadow/agreement");
  expect(agreement).toMatchObject({ verdict: "inconclusive", observed: 1, n: 100 });
  expect(agreement?.message).toMatch(/199 more pairs/);
  expect(result?.verdict).toBe("inconclusive");
  expect(status).toBe(1);
});

test("on_inconclusive: warn lets it through, and still calls it inconclusive", async () => {
  const { status, result } = await run(
    'baseline: { url: "${BASE}", model: penguins }\nshadow: { requests: 100 }\nreport: { on_inconclusive: warn }\n',
    ["--suite", "shadow"],
  );
  expect(result?.verdict).toBe("inconclusive");
  expect(status).toBe(0);
});

test("p99 cannot be told from 40 requests", async () => {
  const { status, result } = await run(
    "load: { performance: { rate: 20/s, for: 2s, slo: { p99: 500ms } } }\n",
    ["--suite", "load"],
  );
  const p99 = result?.suites[0]?.checks.find(({ id }) => id === "load/performance/p99");
  expect(p99?.verdict).toBe("inconclusive");
  expect(result?.verdict).not.toBe("pass");
  expect(status).not.toBe(0);
});

test("system: off with nothing else checks nothing, and that is an error", async () => {
  const { status, result } = await run("system: off\n");
  expect(result).toMatchObject({ verdict: "error", suites: [] });
  expect(result?.reason).toMatch(/nothing was checked/);
  expect(status).toBe(3);
});

const ROW = "39.1,18.7,181,3750,male,Adelie";
const rows = (data: string) =>
  runCli(["run", "--suite", "acceptance"], {
    env: { URL: servers.candidate.url },
    files: {
      ...config(
        `data: { file: rows.csv, label: species, slices: [sex], ${data} }\nacceptance: { worst_slice.accuracy: { min: 0.5, min_rows: 20 } }\n`,
      ),
      "rows.csv": `bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,species\n${ROW}\n`,
    },
  });

test("a slice without enough rows is inconclusive", async () => {
  const { status, result } = await rows(
    "features: [bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g]",
  );
  expect(result?.suites[0]?.checks).toMatchObject([
    { verdict: "inconclusive", message: "no slice has 20 rows" },
  ]);
  expect(status).toBe(1);
});

test("rows that do not fit the model are the user's to mend", async () => {
  const { status, stderr } = await rows("id: sex, features: [bill_length_mm]");
  expect(stderr).toMatch(/takes 4 values a row, but the rows have 1 features \(bill_length_mm\)/);
  expect(status).toBe(2);
});
