import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FRAME, frames } from "./frames";
import { loadSilero, toTensor } from "./runtime";

const STATE = [2, 1, 64];

/** write-rows PACKAGES FOLDER: twenty frames with the state before each, and the model's own answers. */
async function main([packages = "", folder = ""]: string[]): Promise<void> {
  const { runtime, model } = await loadSilero(packages);
  let h: number[] = new Array(128).fill(0);
  let c = h;
  const rows: string[] = [];
  const answers: object[] = [];
  for (const input of frames(20)) {
    const { output, hn, cn } = await model.run({
      input: toTensor(runtime, "FP32", input, [1, FRAME]),
      sr: toTensor(runtime, "INT64", [16_000], []),
      h: toTensor(runtime, "FP32", h, STATE),
      c: toTensor(runtime, "FP32", c, STATE),
    });
    const [speech, nextH, nextC] = [output, hn, cn].map((one) =>
      Array.from(one?.data ?? [], Number),
    );
    rows.push(JSON.stringify({ input, sr: 16_000, h, c, speech: speech?.[0] }));
    answers.push({ output: speech?.[0], hn: nextH, cn: nextC });
    h = nextH ?? [];
    c = nextC ?? [];
  }
  await writeFile(join(folder, "rows.jsonl"), `${rows.join("\n")}\n`);
  await writeFile(join(folder, "answers.json"), JSON.stringify(answers));
}

main(process.argv.slice(2));
