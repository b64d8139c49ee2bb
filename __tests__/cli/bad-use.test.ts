import { removeCliFolders, runCli } from "../support/run-cli";

afterAll(removeCliFolders);

/** Nothing listens there, and nothing may be sent before the mistake is told. */
const URL = "http://127.0.0.1:9";
const DATA = "a,b,label\n1,2,x\n3,4,y\n";

const cases: { name: string; args?: string[]; yaml?: string; data?: string; says: RegExp[] }[] = [
  { name: "no URL", args: ["run"], says: [/no endpoint|no url/i, /--url/] },
  { name: "no command that exists", args: ["rum"], says: [/no command "rum"/, /did you mean run/] },
  {
    name: "an option that does not exist",
    args: ["run", "--urll", URL],
    says: [/--urll/, /--url/],
  },
  { name: "an argument too many", args: ["run", URL], says: [/takes no argument/] },
  {
    name: "a misspelt suite",
    args: ["run", "--url", URL, "--suite", "sytem"],
    says: [/no suite "sytem"/, /did you mean system/],
  },
  {
    name: "a suite of a later version",
    args: ["run", "--url", URL, "--suite", "security"],
    says: [/no suite "security"/],
  },
  {
    name: "an empty list of suites",
    args: ["run", "--url", URL, "--suite", ","],
    says: [/names no suite/],
  },
  {
    name: "a seed that is no number",
    args: ["run", "--url", URL, "--seed", "x"],
    says: [/--seed x/],
  },
  {
    name: "a time limit of nothing",
    args: ["run", "--url", URL, "--timeout", "0s"],
    says: [/--timeout 0s/],
  },
  {
    name: "a URL without a scheme",
    args: ["run", "--url", "localhost:8080"],
    says: [/localhost:8080/, /http:\/\/localhost:8080/],
  },
  {
    name: "a config file that is not there",
    args: ["run", "-c", "nope.yml"],
    says: [/nope\.yml/, /does not exist/],
  },
  {
    name: "shadow without a baseline",
    args: ["run", "--url", URL, "--suite", "shadow"],
    says: [/shadow/, /baseline/],
  },
  {
    name: "acceptance without limits",
    args: ["run", "--url", URL, "--suite", "acceptance"],
    says: [/acceptance/, /limits/],
  },
  { name: "a report that is not there", args: ["report", "nope.json"], says: [/nope\.json/] },
  { name: "a demo that does not exist", args: ["demo", "great"], says: [/great/, /good\|/] },
  {
    name: "an unknown key",
    yaml: `endpoint: { url: "${URL}" }\nlaod: off\n`,
    says: [/infergate\.yml:2/, /laod/, /load/],
  },
  {
    name: "a wrong type",
    yaml: `endpoint:\n  url: "${URL}"\n  timeout: [5]\n`,
    says: [/infergate\.yml:3/, /endpoint\.timeout/],
  },
  { name: "a YAML syntax error", yaml: `endpoint: { url: "${URL}"\n`, says: [/infergate\.yml:/] },
  {
    name: "a key of a later version",
    yaml: `endpoint: { url: "${URL}" }\ncanary: { steps: [10%] }\n`,
    says: [/canary/],
  },
  {
    name: "an unset variable",
    yaml: 'endpoint: { url: "${NOT_SET_ANYWHERE}" }\n',
    says: [/NOT_SET_ANYWHERE/, /infergate\.yml:1/],
  },
  {
    name: "a data file without the label column",
    yaml: `endpoint: { url: "${URL}" }\ndata: { file: rows.csv, label: lable }\nacceptance: { accuracy: ">= 0.9" }\n`,
    data: DATA,
    says: [/rows\.csv/, /lable/, /label/],
  },
  {
    name: "an empty data file",
    yaml: `endpoint: { url: "${URL}" }\ndata: { file: rows.csv, label: label }\nacceptance: { accuracy: ">= 0.9" }\n`,
    data: "",
    says: [/rows\.csv/, /empty/],
  },
  {
    name: "a data file that is not there",
    yaml: `endpoint: { url: "${URL}" }\ndata: { file: nope.csv, label: label }\n`,
    says: [/nope\.csv/],
  },
  {
    name: "system off and asked for",
    args: ["run", "--suite", "system"],
    yaml: `endpoint: { url: "${URL}" }\nsystem: off\n`,
    says: [/system/, /off/],
  },
];

test.each(cases)(
  "$name: exit 2, one message, nothing written",
  async ({ args = ["run"], yaml, data, says }) => {
    const files = {
      ...(yaml === undefined ? {} : { "infergate.yml": yaml }),
      ...(data === undefined ? {} : { "rows.csv": data }),
    };
    const { status, stdout, stderr, result } = await runCli(args, { files });
    for (const expected of says) expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/^infergate: /);
    expect(stderr).not.toMatch(/Unexpected|at .+:\d+:\d+/);
    expect(stdout).toBe("");
    expect(result).toBeNull();
    expect(status).toBe(2);
  },
);

test("no command at all prints the help and is bad use", async () => {
  const { status, stderr } = await runCli([]);
  expect(stderr).toContain("infergate run --url URL");
  expect(status).toBe(2);
});

test("help and version are not", async () => {
  expect((await runCli(["--help"])).status).toBe(0);
  expect((await runCli(["run", "--help"])).stdout).toContain("--baseline-url");
  expect((await runCli(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
