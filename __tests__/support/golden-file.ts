import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FIXTURES = join(__dirname, "..", "fixtures");

/** The text of a fixture; with UPDATE_FIXTURES=1 it is written first, to be read in the diff. */
export function goldenFile(path: string, actual: string): string {
  const file = join(FIXTURES, path);
  if (process.env.UPDATE_FIXTURES === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
