// Numbers, no verdict: reading rows as a run reads them (twice, block by block), in time and memory.
// Beside it, in the same run, the parsers alone with all rows at once, as a script would call them.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { parquetWriteBuffer } from "hyparquet-writer";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SIZES = [100_000, 400_000];
const GROUP_ROWS = 20_000;

const READ = `
  import { loadDataset } from "./src/data/load-dataset";
  const config = { file: process.argv[2], isCapture: false, labels: null, id: "row", features: null, label: "species", prediction: null, classes: null, slices: ["species"] };
  let count = 0;
  const data = await loadDataset(config, { random: Math.random });
  for await (const rows of data.chunks()) count += rows.length;
  report(count);
`;
const WHOLE = {
  csv: `
    import { readFileSync } from "node:fs";
    import { parse } from "csv-parse/sync";
    report(parse(readFileSync(process.argv[2]), { columns: true, cast: true }).length);
  `,
  parquet: `
    import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
    import { compressors } from "hyparquet-compressors";
    const file = await asyncBufferFromFile(process.argv[2]);
    report((await parquetReadObjects({ file, compressors })).length);
  `,
};
const REPORT = `
  function report(rows) {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cpuMs = (userCPUTime + systemCPUTime) / 1000;
    console.log(JSON.stringify({ rows, wallMs: performance.now(), cpuMs, rssMb: maxRSS / 1024 }));
  }
`;

async function benchReadData() {
  const folder = await mkdtemp(join(tmpdir(), "infergate-bench-"));
  try {
    const scripts = {
      read: await bundle(folder, "read", READ),
      csv: await bundle(folder, "csv", WHOLE.csv),
      parquet: await bundle(folder, "parquet", WHOLE.parquet),
      "one row group": await bundle(folder, "one-group", WHOLE.parquet),
    };
    console.log(
      "reading rows of 8 columns; the file is read three times by infergate, once by the parser",
    );
    for (const kind of Object.keys(WRITERS)) {
      for (const size of SIZES) {
        const file = await WRITERS[kind](folder, size);
        const ours = await run(scripts.read, file);
        const whole = await run(scripts[kind], file);
        if (ours.rows !== size || whole.rows !== size) throw new Error("rows are missing");
        console.log(
          `  ${kind.padEnd(13)} ${size} rows  ${show(ours)}   the parser alone, all at once ${show(whole)}   ratio CPU ${(ours.cpuMs / whole.cpuMs).toFixed(1)}, memory ${(ours.rssMb / whole.rssMb).toFixed(2)}`,
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const show = ({ wallMs, cpuMs, rssMb }) =>
  `${(wallMs / 1000).toFixed(2)} s, CPU ${(cpuMs / 1000).toFixed(2)} s, ${rssMb.toFixed(0)} MB`;

async function bundle(folder, name, source) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents: source + REPORT, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  return outfile;
}

function run(script, file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, file], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.once("exit", (code) => {
      if (code === 0) resolve(JSON.parse(text));
      else reject(new Error(`exit ${code}`));
    });
  });
}

const SPECIES = ["Adelie", "Chinstrap", "Gentoo"];

/** Rows by a rule: each size begins with the rows of the smaller one. */
const rowAt = (index) => [
  index,
  30 + ((index * 7) % 300) / 10,
  13 + ((index * 13) % 90) / 10,
  170 + ((index * 17) % 60),
  2700 + ((index * 31) % 3600),
  index % 2 === 0 ? "male" : "female",
  index % 3 === 0,
  SPECIES[(index * 5) % 3],
];
const COLUMNS = [
  "row",
  "bill_length_mm",
  "bill_depth_mm",
  "flipper_length_mm",
  "body_mass_g",
  "sex",
  "wild",
  "species",
];

const WRITERS = {
  async csv(folder, size) {
    const file = join(folder, `${size}.csv`);
    const stream = createWriteStream(file);
    stream.write(`${COLUMNS.join(",")}\n`);
    for (let index = 0; index < size; index++) stream.write(`${rowAt(index).join(",")}\n`);
    await new Promise((resolve) => stream.end(resolve));
    return file;
  },
  parquet: (folder, size) => writeParquet(join(folder, `${size}.parquet`), size, GROUP_ROWS),
  // As pandas writes it.
  "one row group": (folder, size) => writeParquet(join(folder, `${size}-one.parquet`), size, size),
};

async function writeParquet(file, size, rowGroupSize) {
  const rows = Array.from({ length: size }, (_, index) => rowAt(index));
  const columnData = COLUMNS.map((name, place) => ({ name, data: rows.map((row) => row[place]) }));
  await writeFile(file, Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize })));
  return file;
}

await benchReadData();
