import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { loadDataset } from "../../src/data/load-dataset";
import { CHUNK_ROWS } from "../../src/data/table";
import type { Dataset } from "../../src/data/types";
import { randomStream } from "../../src/stats/random";
import { dataConfig, failure } from "./data-files";

const COUNT = 2 * CHUNK_ROWS + 345;
/** The row whose cell only the second half of the file has. */
const LATE = COUNT - 7;

const labelOf = (row: number) => (row % 3 === 0 ? "Adelie" : "Gentoo");
const rows = Array.from({ length: COUNT }, (_, row) => ({
  row,
  mass: 2700 + (row % 900) / 2,
  ring: row === LATE ? "A7" : String(row % 50),
  species: labelOf(row),
}));

const FILES: Record<string, () => string | Buffer> = {
  "large.csv": () =>
    `row,mass,ring,species\n${rows.map((row) => Object.values(row).join(",")).join("\n")}`,
  "large.jsonl": () => rows.map((row) => JSON.stringify(row)).join("\n"),
  "large.parquet": () => parquet(3000),
  // As pandas writes it.
  "one-group.parquet": () => parquet(COUNT),
};

function parquet(rowGroupSize: number): Buffer {
  const columnData = (["row", "mass", "ring", "species"] as const).map((name) => ({
    name,
    data: rows.map((row) => row[name]),
  }));
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize, pageSize: 4096 }));
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-large-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(name: string, seed = 1): Promise<Dataset> {
  await writeFile(join(folder, name), FILES[name]?.() as string);
  const config = dataConfig(join(folder, name), {
    id: "row",
    label: "species",
    slices: ["species", "mass < 2800"],
  });
  return loadDataset(config, { cwd: folder, random: randomStream(seed, "data/sample") });
}

describe.each(Object.keys(FILES))("%s", (name) => {
  test("all rows pass in order, few at a time, each cell of its column's type", async () => {
    const data = await load(name);
    expect(data.count).toBe(COUNT);
    expect({ ...data.types }).toEqual({
      row: "number",
      mass: "number",
      ring: "text",
      species: "text",
    });
    let count = 0;
    for await (const chunk of data.chunks()) {
      expect(chunk.length).toBeLessThan(CHUNK_ROWS);
      for (const row of chunk) {
        const due = rows[count++];
        if (due?.mass !== row.mass || due?.ring !== row.ring || due?.species !== row.species) {
          expect({ ...row }).toEqual(due);
        }
      }
    }
    expect(count).toBe(COUNT);
    expect([...(data.labels ?? [])].sort()).toEqual(["Adelie", "Gentoo"]);
  });

  test("the rows that are held are drawn from the whole file, and the seed says which", async () => {
    const [one, same, other] = [await load(name), await load(name), await load(name, 2)];
    const places = one.sample.map((row) => row.row as number);
    expect(places).toHaveLength(CHUNK_ROWS);
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    expect(same.sample.map((row) => row.row)).toEqual(places);
    expect(other.sample.map((row) => row.row)).not.toEqual(places);
    // Half of the file was met after the reservoir was full: about half of the sample is from there.
    const late = places.filter((place) => place >= COUNT / 2).length;
    expect(late / CHUNK_ROWS).toBeGreaterThan(0.45);
    expect(late / CHUNK_ROWS).toBeLessThan(0.55);
  });

  test("a file that is written to meanwhile is no longer the one that was checked", async () => {
    const data = await load(name);
    const longer = FILES[name]?.() as string | Buffer;
    await writeFile(join(folder, name), Buffer.concat([Buffer.from(longer), Buffer.from("\n")]));
    const error = await failure(
      (async () => {
        for await (const _ of data.chunks());
      })(),
    );
    expect(error.message).toBe(`${name}: the file was written to during the run`);
  });
});

test("a folder's sub-folder that is written to meanwhile", async () => {
  await mkdir(join(folder, "images/adelie"), { recursive: true });
  const write = (name: string) => writeFile(join(folder, "images/adelie", name), "");
  for (let first = 0; first < CHUNK_ROWS + 1; first += 500) {
    const numbers = Array.from({ length: 500 }, (_, index) => first + index);
    await Promise.all(numbers.map((number) => write(`${number}.png`)));
  }
  const config = dataConfig(join(folder, "images"));
  const data = await loadDataset(config, { cwd: folder, random: Math.random });
  await write("new.png");
  const error = await failure(
    (async () => {
      for await (const _ of data.chunks());
    })(),
  );
  expect(error.message).toBe("images: the file was written to during the run");
});

test("what is wrong far into the file is told with its place", async () => {
  const cells = rows.map(({ row, species }) => `${row},${row === LATE ? "" : species}`);
  const file = join(folder, "late.csv");
  await writeFile(file, `row,species\r\n${cells.join("\r\n")}`);
  const config = dataConfig(file, { label: "species" });
  const error = await failure(loadDataset(config, { cwd: folder, random: Math.random }));
  expect(error.message).toBe(
    `late.csv, line ${LATE + 2}, row ${LATE + 1}, column "species": the label is empty`,
  );
});

test("a large row group is decoded part by part: what is broken late in it is told near its place", async () => {
  const data = Array.from({ length: 45_000 }, (_, row) => row);
  const columnData = [{ name: "a", data }];
  const options = { rowGroupSize: data.length, pageSize: 4096, codec: "UNCOMPRESSED" } as const;
  const bytes = Buffer.from(parquetWriteBuffer({ columnData, ...options }));
  const { row_groups: [group] = [] } = parquetMetadata(new Uint8Array(bytes).buffer);
  const { data_page_offset: start = 0n, total_compressed_size: size = 0n } =
    group?.columns[0]?.meta_data ?? {};
  const end = Number(start) + Number(size);
  bytes.fill(0xff, end - 6000, end);
  const file = join(folder, "broken.parquet");
  await writeFile(file, bytes);
  const error = await failure(loadDataset(dataConfig(file), { cwd: folder, random: Math.random }));
  expect(error.message).toMatch(
    /^broken\.parquet, row 40001, column "a": not readable as Parquet up to row 45000: /,
  );
});
