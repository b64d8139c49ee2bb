// Stands for src/report/html/page-assets in jest, which runs from src/; see jest.config.cjs.
const { join } = require("node:path");
const { bundlePage } = require("./bundle-page.cjs");

module.exports = bundlePage(join(__dirname, "..")).assets;
