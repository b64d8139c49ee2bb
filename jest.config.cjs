/** ESM-only packages are compiled too, so that a test can import any source file. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["<rootDir>/__tests__/servers/", "<rootDir>/__tests__/browser/"],
  transform: {
    "^.+\\.[cm]?[jt]s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  // The threads of the load generator are built from src/ for every run of the tests.
  globalSetup: "<rootDir>/__tests__/support/build-load-threads.cjs",
  globalTeardown: "<rootDir>/__tests__/support/remove-load-threads.cjs",
  // They export an `import` condition only, which jest's `require` does not take.
  moduleNameMapper: {
    "^\\.{1,2}/(threads/)?thread-file$": "<rootDir>/__tests__/support/thread-file.ts",
    // What runs in the browser comes bundled, as the build puts it into dist/.
    "/page-assets$": "<rootDir>/scripts/page-assets.cjs",
    "^@actions/(core|github|exec|io)$": "<rootDir>/node_modules/@actions/$1/lib/$1.js",
    "^@actions/http-client$": "<rootDir>/node_modules/@actions/http-client/lib/index.js",
    "^@actions/http-client/lib/(auth|proxy)$":
      "<rootDir>/node_modules/@actions/http-client/lib/$1.js",
    "^hyparquet$": "<rootDir>/node_modules/hyparquet/src/node.js",
    "^hyparquet-compressors$": "<rootDir>/node_modules/hyparquet-compressors/src/index.js",
    "^hyparquet-writer$": "<rootDir>/node_modules/hyparquet-writer/src/node.js",
    "^hysnappy$": "<rootDir>/node_modules/hysnappy/js/index.js",
  },
  transformIgnorePatterns: [
    "/node_modules/(?!(@actions|@octokit|universal-user-agent|before-after-hook|content-type|json-with-bigint|hyparquet|hyparquet-compressors|hyparquet-writer|hysnappy|fzstd)/)",
    "/dist/",
  ],
  testTimeout: 180_000,
};
