// Fails when dist/ is not what src/ builds: what users run must be what reviewers read.
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const fresh = await mkdtemp(join(tmpdir(), "infergate-dist-"));
execFileSync(process.execPath, [fileURLToPath(new URL("build.mjs", import.meta.url)), fresh]);
const names = new Set([...(await readdir("dist")), ...(await readdir(fresh))]);
const stale = [];
for (const name of names) {
  const [committed, built] = await Promise.all([read(join("dist", name)), read(join(fresh, name))]);
  if (committed !== built) stale.push(name);
}
await rm(fresh, { recursive: true });
if (stale.length > 0) {
  console.error(`dist/ is not what src/ builds: ${stale.join(", ")}. Run: npm run build`);
  process.exit(1);
}
console.log(`dist/ is what src/ builds (${names.size} files).`);

async function read(path) {
  return readFile(path, "utf8").catch(() => null);
}
