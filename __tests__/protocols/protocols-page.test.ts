import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ADAPTERS } from "../../src/protocols/registry";
import protocols from "./protocols.json";

const ROOT = join(__dirname, "../..");

test("docs/protocols.md is what the tests' records make: npm run docs:protocols", () => {
  const made = execFileSync(process.execPath, ["scripts/make-protocols-table.mjs", "--print"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(readFileSync(join(ROOT, "docs/protocols.md"), "utf8")).toBe(made);
});

test("it has every protocol, and each has a test", () => {
  expect(protocols.map(({ protocol }) => protocol).sort()).toEqual(Object.keys(ADAPTERS).sort());
  expect(protocols.filter(({ test }) => !existsSync(join(__dirname, test)))).toEqual([]);
});
