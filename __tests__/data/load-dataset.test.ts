import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "../../src/data/load-dataset";
import { dataConfig, failure, loadContent, random } from "./data-files";

const CONTENT = "row,bill_length_mm,sex,species\n1,39.1,male,Adelie\n2,40.2,,Gentoo\n";

describe("columns that are not there", () => {
  test.each([
    ["data.label", { label: "specis" }, 'no column "specis" (data.label); did you mean "species"?'],
    ["data.id", { id: "index" }, 'no column "index" (data.id)'],
    [
      "data.features",
      { features: ["sex", "bill_lenght_mm"] },
      'no column "bill_lenght_mm" (data.features); did you mean "bill_length_mm"?',
    ],
    [
      "data.slices",
      { slices: ["sex", "bil_length_mm < 40"] },
      'no column "bil_length_mm" (data.slices); did you mean "bill_length_mm"?',
    ],
  ])("%s", async (_, given, message) => {
    const error = await failure(loadContent("a.csv", CONTENT, given));
    expect(error.message).toBe(`a.csv: ${message}`);
    expect(error.code).toBe("data/missing-column");
    expect(error.hint).toBe('The columns are "row", "bill_length_mm", "sex", "species".');
  });
});

test("a label without a value", async () => {
  const error = await failure(loadContent("a.csv", "a,y\n1,x\n2,\n3,\n", { label: "y" }));
  expect(error.message).toBe(
    'a.csv, line 3, row 2, column "y": the label is empty, and in 1 more rows',
  );
  expect(error.code).toBe("data/missing-label");
});

test.each(["", "  ", "\\t\\u00a0"])("a label that is blank: %j", async (blank) => {
  const content = `{"a":1,"y":"x"}\n{"a":2,"y":"${blank}"}\n`;
  const error = await failure(loadContent("a.jsonl", content, { label: "y" }));
  expect(error.message).toBe('a.jsonl, line 2, row 2, column "y": the label is empty');
});

test("a feature without a value is null", async () => {
  const { sample: rows } = await loadContent("a.csv", CONTENT, { label: "species" });
  expect(rows[1]?.sex).toBeNull();
});

test("nothing left to send", async () => {
  const error = await failure(loadContent("a.csv", "id,y\n1,2\n", { id: "id", label: "y" }));
  expect(error.code).toBe("data/no-features");
});

test("a slice that does not fit its column fails before anything is sent", async () => {
  const error = await failure(loadContent("a.csv", CONTENT, { slices: ["sex < 3"] }));
  expect(error.code).toBe("data/bad-slice");
});

test.each(["a.xlsx", "a.txt", "a"])("an ending that is not known: %s", async (name) => {
  const error = await failure(loadContent(name, CONTENT));
  expect(error.message).toBe(
    `${name}: expected a folder, or a file that ends in one of .csv, .jsonl, .parquet`,
  );
  expect(error.code).toBe("data/unknown-format");
});

test("a file that is not there, named from the working directory", async () => {
  const cwd = tmpdir();
  const config = dataConfig(join(cwd, "nowhere", "a.csv"));
  const error = await failure(loadDataset(config, { cwd, random }));
  expect(error.message).toBe("nowhere/a.csv: the file does not exist");
  expect(error.code).toBe("data/not-found");
});

test("a slice that no row is in", async () => {
  const slices = ["sex", "sex == mael", "bill_length_mm > 99"];
  const error = await failure(loadContent("a.csv", CONTENT, { slices }));
  expect(error.message).toBe('a.csv: no row is in the slice "sex == mael"');
  expect(error.code).toBe("data/bad-slice");
});

const POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n";

test.each(["a.csv", "a.jsonl", "a.parquet"])("%s that Git LFS has not fetched", async (name) => {
  const error = await failure(loadContent(name, POINTER));
  expect(error.message).toBe(`${name}: a pointer of Git LFS, not the file itself`);
  expect(error.code).toBe("data/lfs-pointer");
});

const onUnix = process.platform === "win32" ? test.skip : test;
onUnix("what cannot be read twice is not waited for", async () => {
  const cwd = await mkdtemp(join(tmpdir(), "infergate-socket-"));
  const server = createServer();
  await new Promise<void>((listening) => server.listen(join(cwd, "a.csv"), listening));
  const error = await failure(loadDataset(dataConfig(join(cwd, "a.csv")), { cwd, random }));
  expect(error.message).toBe("a.csv: no regular file");
  server.close();
  await rm(cwd, { recursive: true });
});
