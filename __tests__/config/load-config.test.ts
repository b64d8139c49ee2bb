import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type LoadOptions, loadConfig } from "../../src/config/load-config";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "infergate-config-"));
});
afterAll(() => rm(directory, { recursive: true }));

function load(file: string | null, options: Partial<LoadOptions> = {}) {
  return loadConfig({
    file,
    text: null,
    overrides: { url: null, baselineUrl: null },
    env: {},
    allowedEnv: "any",
    ...options,
  });
}

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, content);
  return file;
}

const TEXT = "endpoint: { url: http://a }\ndata: { file: rows/a.csv }\n";

test("reads the file, and its paths start where it stands", async () => {
  const file = await write("good.yml", TEXT);
  const { config } = await load(file);
  expect(config.file).toBe(file);
  expect(config.data?.file).toBe(join(directory, "rows", "a.csv"));
});

test("paths start at baseDir, where one is given", async () => {
  const { config } = await load("infergate.yml", { text: TEXT, baseDir: resolve("/elsewhere") });
  expect(config.data?.file).toBe(resolve("/elsewhere/rows/a.csv"));
});

test("an absolute path stays", async () => {
  const file = join(directory, "a.csv");
  const { config } = await load(null, {
    text: `endpoint: { url: http://a }\ndata: { file: ${JSON.stringify(file)} }\n`,
  });
  expect(config.data?.file).toBe(file);
});

test("a file that is not there", async () => {
  const file = join(directory, "none.yml");
  await expect(load(file)).rejects.toMatchObject({
    code: "config/not-found",
    message: expect.stringMatching(/^The config file ".*" does not exist$/),
    hint: expect.stringContaining("-c"),
  });
});

test("a directory", async () => {
  await expect(load(directory)).rejects.toMatchObject({ code: "config/unreadable" });
});

test("a file that is not UTF-8", async () => {
  const file = await write("latin1.yml", Buffer.from("endpoint: { model: caf\xe9 }\n", "latin1"));
  await expect(load(file)).rejects.toMatchObject({
    code: "config/syntax",
    message: expect.stringContaining("is not UTF-8 text"),
  });
});

test("an error names the file as the user did", async () => {
  await expect(load("conf/infergate.yml", { text: "lod: off\n" })).rejects.toMatchObject({
    message: "conf/infergate.yml:1:1: lod: unknown key; did you mean load?",
  });
});
