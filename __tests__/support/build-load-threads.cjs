const { mkdtemp } = require("node:fs/promises");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** Once before all tests: a thread needs a file of plain JavaScript to start from, and src/ has none. */
module.exports = async () => {
  const folder = await mkdtemp(join(tmpdir(), "infergate-load-threads-"));
  const { buildLoadThreads } = await import("../../scripts/load-threads.mjs");
  await buildLoadThreads(folder);
  process.env.INFERGATE_TEST_THREADS = folder;
};
