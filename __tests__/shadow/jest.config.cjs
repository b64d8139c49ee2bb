/** The long form: as many runs as the error rates are promised for. Takes about half an hour. */
module.exports = {
  ...require("../../jest.config.cjs"),
  rootDir: "../..",
  roots: ["<rootDir>/__tests__/shadow"],
  testMatch: ["**/*.test.ts", "**/*.long.ts"],
  globals: { RUNS: 100 },
  testTimeout: 3_600_000,
};
