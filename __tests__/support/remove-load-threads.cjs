const { rm } = require("node:fs/promises");

module.exports = () => rm(process.env.INFERGATE_TEST_THREADS, { recursive: true, force: true });
