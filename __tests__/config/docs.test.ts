import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, URL_LINES } from "./parse";

const LOAD = readFileSync(resolve(__dirname, "../../docs/load.md"), "utf8");
const blocks = [...LOAD.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

test("docs/load.md shows configs", () => {
  expect(blocks.length).toBeGreaterThanOrEqual(4);
});

test.each(blocks)("a config of docs/load.md fits: %s", (text) => {
  expect(parse(URL_LINES + text).config.load).not.toBeNull();
});
