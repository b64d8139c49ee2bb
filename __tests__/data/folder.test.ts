import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { DataConfig } from "../../src/config/types";
import type { Binary } from "../../src/data/binary";
import { loadDataset } from "../../src/data/load-dataset";
import type { Dataset } from "../../src/data/types";
import { dataConfig, failure, random } from "./data-files";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "infergate-folder-"));
});
afterEach(() => rm(cwd, { recursive: true }));

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);

/** Writes the files and loads the folder `images`. */
async function load(files: Record<string, string | Buffer>, given: Partial<DataConfig> = {}) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), content);
  }
  return loadDataset(dataConfig(join(cwd, "images"), given), { cwd, random });
}

const fileOf = ({ sample }: Dataset, row: number, column = "file") =>
  sample[row]?.[column] as Binary;

test("without a label file each file is a row, and its sub-folder its class", async () => {
  const data = await load(
    {
      "images/gentoo/2.png": PNG,
      "images/adelie/1.JPG": "one",
      "images/adelie/.hidden": "no data",
      "images/loose.bin": "two",
    },
    { slices: ["folder"] },
  );
  expect(data.features).toEqual(["file"]);
  expect({ ...data.types }).toEqual({ file: "binary", folder: "text" });
  expect(
    data.sample.map(({ file, folder }) => [
      (file as Binary).name,
      (file as Binary).mediaType,
      folder,
    ]),
  ).toEqual([
    ["adelie/1.JPG", "image/jpeg", "adelie"],
    ["gentoo/2.png", "image/png", "gentoo"],
    ["loose.bin", "application/octet-stream", null],
  ]);
  expect(fileOf(data, 1).bytes.equals(PNG)).toBe(true);
});

test.each(["images/labels.csv", "images/metadata.csv"])("a label file: %s", async (name) => {
  const data = await load(
    {
      [name]: "file_name,species,weight\na.png,Adelie,3500\nsub/b.png,Gentoo,5000\n",
      "images/a.png": PNG,
      "images/sub/b.png": "b",
      "images/unnamed.png": "c",
    },
    { label: "species", features: ["file_name"] },
  );
  expect(data.file).toBe(name);
  expect(data.count).toBe(2);
  expect({ ...data.types }).toEqual({ file_name: "binary", species: "text", weight: "number" });
  expect(JSON.stringify(data.sample[0]?.file_name)).toBe(`"${PNG.toString("base64")}"`);
});

test("a label file elsewhere, as JSONL", async () => {
  const data = await load(
    { "labels/l.jsonl": '{"file":"a.png","y":1}', "images/a.png": PNG },
    { label: "y", labels: join(cwd, "labels/l.jsonl") },
  );
  expect(data.features).toEqual(["file"]);
  expect(fileOf(data, 0).bytes.equals(PNG)).toBe(true);
});

const outside = 'images/labels.csv, line 2, row 1, column "file": ';
test.each([
  ["a file that is not there", "b.png", `${outside}there is no file "b.png"`],
  ["an absolute path", "/etc/hostname", `${outside}there is no file "/etc/hostname"`],
  ["a path that climbs out", "../secret.txt", `${outside}"../secret.txt" lies outside the folder`],
  ["a link that leads out", "link.png", `${outside}"link.png" lies outside the folder`],
  ["a folder", "sub", `${outside}"sub" is no file`],
  ["no name", "", `${outside}names no file`],
])("%s is not sent", async (_, name, message) => {
  await writeFile(join(cwd, "secret.txt"), "secret");
  await mkdir(join(cwd, "images/sub"), { recursive: true });
  await symlink(join(cwd, "secret.txt"), join(cwd, "images/link.png"));
  const files = { "images/labels.csv": `file,y\n${name},1\n`, "images/a.png": PNG };
  const error = await failure(load(files, { label: "y" }));
  expect(error.message).toBe(message);
  expect(error.code).toBe("data/file");
});

test.each([
  ["a NUL", '{"file":"a\\u0000.png"}', "names no file"],
  ["too long a name", `{"file":"${"x".repeat(300)}"}`, `ENAMETOOLONG: "${"x".repeat(40)}…"`],
  ["a link to itself", '{"file":"loop"}', 'ELOOP: "loop"'],
])("a name that no file can have: %s", async (_, line, message) => {
  await mkdir(join(cwd, "images"), { recursive: true });
  await symlink("loop", join(cwd, "images/loop"));
  const error = await failure(load({ "images/labels.jsonl": line }));
  expect(error.message).toBe(`images/labels.jsonl, line 1, row 1, column "file": ${message}`);
});

test("a link within the folder is the file that it leads to", async () => {
  await mkdir(join(cwd, "images"), { recursive: true });
  await symlink("a.png", join(cwd, "images/b.png"));
  const data = await load({ "images/a.png": PNG });
  expect(data.count).toBe(2);
  expect(fileOf(data, 1).name).toBe("b.png");
  expect(fileOf(data, 1).bytes.equals(PNG)).toBe(true);
});

test.each([
  ["out of the folder", "../secret.txt", 'images: "link" lies outside the folder'],
  ["to a folder", "sub", 'images: "link" is no file'],
  ["nowhere", "gone", 'images: there is no file "link"'],
])("a link that leads %s is not passed over in silence", async (_, target, message) => {
  await mkdir(join(cwd, "images/sub"), { recursive: true });
  await writeFile(join(cwd, "secret.txt"), "secret");
  await symlink(target, join(cwd, "images/link"));
  const error = await failure(load({ "images/a.png": PNG }));
  expect(error.message).toBe(message);
});

test.each([
  [
    "two label files",
    { "images/labels.csv": "file\na", "images/metadata.csv": "file\na" },
    {},
    /^images: two label files, "labels.csv" and "metadata.csv"$/,
  ],
  [
    "no column of files",
    { "images/labels.csv": "name,y\na,1\n" },
    {},
    /no column names the files; expected one of file, file_name, path/,
  ],
  ["an empty folder", { "images/.keep": "" }, {}, /^images: there are no rows$/],
  [
    "the files as labels",
    { "images/a.png": PNG },
    { label: "file" },
    /holds files, which are no labels/,
  ],
])("%s", async (_, files, given, message) => {
  expect((await failure(load(files as Record<string, string | Buffer>, given))).message).toMatch(
    message,
  );
});

test("a file that is gone when it is to be sent", async () => {
  const data = await load({ "images/a.png": PNG });
  await rm(join(cwd, "images/a.png"));
  expect(() => fileOf(data, 0).bytes).toThrow("a.png: the file does not exist");
});

test("a file that Git LFS has not fetched", async () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
  const data = await load({ "images/a.png": pointer });
  expect(() => fileOf(data, 0).bytes).toThrow("a.png: a pointer of Git LFS, not the file itself");
});

test("labels for a file of rows say nothing", async () => {
  await writeFile(join(cwd, "a.csv"), "a\n1\n");
  const config = dataConfig(join(cwd, "a.csv"), { labels: join(cwd, "l.csv") });
  expect((await failure(loadDataset(config, { cwd, random }))).message).toContain("data.labels");
});
