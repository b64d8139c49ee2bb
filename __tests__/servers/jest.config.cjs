/** Real servers on two cores: one file after the other (`--runInBand` in package.json). */
const base = require("../../jest.config.cjs");

module.exports = {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/servers"],
  testPathIgnorePatterns: ["/node_modules/"],
};
