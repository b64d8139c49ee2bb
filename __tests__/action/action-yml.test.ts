import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { loadInputs } from "../../src/github/inputs";
import { outputsOfError } from "../../src/github/outputs";

interface Definition {
  name: string;
  description: string;
  branding: { icon: string; color: string };
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

const ROOT = join(__dirname, "..", "..");
const definition = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as Definition;

describe("action.yml", () => {
  test("declares exactly the inputs that are read", () => {
    const read: string[] = [];
    loadInputs(
      (name) => {
        read.push(name);
        return "";
      },
      {},
      0,
    );
    expect(Object.keys(definition.inputs).sort()).toEqual(read.sort());
  });

  test("its defaults are valid, and those of the code", () => {
    const given = Object.fromEntries(
      Object.entries(definition.inputs)
        .filter(([name]) => name !== "github-token")
        .map(([name, input]) => [name, input.default ?? ""]),
    );
    expect(loadInputs((name) => given[name] ?? "", {}, 0)).toEqual(loadInputs(() => "", {}, 0));
    expect(definition.inputs["github-token"]?.default).toMatch(/^\$\{\{ github\.token \}\}$/);
  });

  test("declares exactly the outputs that are set", () => {
    expect(Object.keys(definition.outputs).sort()).toEqual(Object.keys(outputsOfError("")).sort());
  });

  test("runs the bundle on Node 24", () => {
    expect(definition.runs).toEqual({ using: "node24", main: "dist/index.cjs" });
  });

  test("describes everything in a sentence", () => {
    const described = [
      definition,
      ...Object.values(definition.inputs),
      ...Object.values(definition.outputs),
    ];
    for (const { description } of described) expect(description).toMatch(/^\w.+\.$/);
  });

  // The runner does not enforce it, so that it would promise what nothing holds.
  test("marks no input as required", () => {
    for (const input of Object.values(definition.inputs))
      expect(input).not.toHaveProperty("required");
  });
});
