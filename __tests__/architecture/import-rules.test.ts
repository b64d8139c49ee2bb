import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

const SRC = resolve(__dirname, "../../src");
const IMPORT = /(?:from\s+|import\s*\(?\s*|require\(\s*)"([^"]+)"/g;

interface Source {
  /** Path below src/, with forward slashes. */
  path: string;
  text: string;
  /** Packages by name; files of the project by their path below src/. */
  imports: string[];
}

const sources: Source[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => {
    const text = readFileSync(join(SRC, path), "utf8");
    const imports = [...text.matchAll(IMPORT)].map(([, name = ""]) =>
      name.startsWith(".") ? below(resolve(SRC, dirname(path), name)) : name,
    );
    return { path: path.split(sep).join("/"), text, imports };
  });

function below(path: string): string {
  return relative(SRC, path).split(sep).join("/");
}

/** Files outside these rooms that break a rule, with what they import. */
function offenders(forbidden: (name: string) => boolean, outside: RegExp): string[] {
  return sources
    .filter(({ path }) => !outside.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter(forbidden).map((name) => `${path} imports ${name}`),
    );
}

const PURE = /^(stats|verdict|report)\//;

test("there is something to judge", () => {
  expect(sources.length).toBeGreaterThan(80);
  expect(sources.flatMap(({ imports }) => imports)).toContain("undici");
});

test("only http/ and load/ know undici", () => {
  expect(offenders((name) => /^undici(\/|$)/.test(name), /^(http|load)\//)).toEqual([]);
});

test("only one file, which is loaded lazily, imports the libraries of gRPC", () => {
  const library = /^(@grpc\/|protobufjs)/;
  expect(offenders((name) => library.test(name), /^http\/grpc\/library\.ts$/)).toEqual([]);
  const importers = sources.filter(({ imports }) => imports.includes("http/grpc/library"));
  const eager = importers.filter(({ text }) =>
    /import (?!type)[^(;]*from "\.\/library"/.test(text),
  );
  expect(importers.length).toBeGreaterThan(1);
  expect(eager.map(({ path }) => path)).toEqual([]);
});

test("only github/ and action.ts know @actions/*", () => {
  expect(offenders((name) => name.startsWith("@actions/"), /^(github\/|action\.ts$)/)).toEqual([]);
});

test("only what runs in the browser knows the chart library", () => {
  expect(sources.flatMap(({ imports }) => imports)).toContain("uplot");
  expect(offenders((name) => name === "uplot", /^report\/html\/page\//)).toEqual([]);
});

test("the pure middle imports nothing of Node but types of its own project", () => {
  const impure = sources
    .filter(({ path }) => PURE.test(path))
    .flatMap(({ path, imports }) =>
      imports.filter((name) => name.startsWith("node:")).map((name) => `${path} imports ${name}`),
    );
  expect(impure).toEqual([]);
});

test("the pure middle asks for no clock, no chance and no process", () => {
  const ambient =
    /\b(Date\.now|new Date\(\)|Math\.random|process\.|performance\.now|console\.|setTimeout|fetch\()/;
  const impure = sources
    .filter(({ path, text }) => PURE.test(path) && ambient.test(withoutComments(text)))
    .map(({ path }) => path);
  expect(impure).toEqual([]);
});

test("stats/ knows no other room", () => {
  const known = sources
    .filter(({ path }) => path.startsWith("stats/"))
    .flatMap(({ path, imports }) =>
      imports
        .filter(
          (name) =>
            name.includes("/") && !name.startsWith("stats/") && !name.startsWith("pure-rand"),
        )
        .map((name) => `${path} imports ${name}`),
    );
  expect(known).toEqual([]);
});

test("suites and protocols know neither the command nor the action", () => {
  const outer = /^(cli|action|gate|commands\/|github\/|run\/)/;
  expect(
    offenders(
      (name) => outer.test(name),
      /^(?!suites\/|protocols\/|stats\/|verdict\/|http\/|data\/|config\/)/,
    ),
  ).toEqual([]);
});

test("no file is called after nothing", () => {
  const vague = sources.filter(({ path }) =>
    /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(path),
  );
  expect(vague).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}
