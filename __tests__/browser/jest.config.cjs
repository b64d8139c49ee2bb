/** A real browser, one page after the other (`--runInBand` in package.json). */
const base = require("../../jest.config.cjs");

module.exports = {
  ...base,
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/browser"],
  testPathIgnorePatterns: ["/node_modules/"],
};
