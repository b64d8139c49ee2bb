import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, URL_LINES } from "./parse";

const configsOf = (page: string) => {
  const text = readFileSync(resolve(__dirname, `../../docs/${page}`), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, config = ""]) => config);
};
const load = configsOf("load.md");
const canary = configsOf("canary.md");
const DATA = "data: { file: rows.csv, label: y }\n";

test("the pages show configs", () => {
  expect(load.length).toBeGreaterThanOrEqual(4);
  expect(canary.length).toBeGreaterThanOrEqual(7);
});

test.each(load)("a config of docs/load.md fits: %s", (text) => {
  expect(parse(URL_LINES + text).config.load).not.toBeNull();
});

test.each(canary)("a config of docs/canary.md fits: %s", (text) => {
  expect(parse(URL_LINES + DATA + text).config.canary).not.toBeNull();
});
