import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const text = readFileSync(join(ROOT, "docs", "threat-model.md"), "utf8");
const sections = text.split(/^### (?=\d+\. )/m).slice(1);

test("has the eleven threats, in order", () => {
  expect(sections.map((section) => Number.parseInt(section, 10))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ]);
});

test("every file that it names is there", () => {
  const named = [...text.matchAll(/`((?:src|scripts|__tests__)\/[^`]+)`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(join(ROOT, path ?? "")))).toEqual([]);
});

test.each(sections.map((section) => [section.split("\n", 1)[0] ?? "", section]))(
  "%s is held by a test",
  (_, section) => expect(section).toMatch(/^- Held by .*`__tests__\/[\w/.-]+\.test\.ts`/m),
);

const quotes = [...text.matchAll(/`(__tests__\/[^`]+)`[^`\n]*\("([^)]+)"\)/g)].flatMap(
  ([, file = "", titles = ""]) => titles.split('", "').map((title) => [file, title] as const),
);

test.each(quotes)("%s has the test that is quoted: %s", (file, title) => {
  expect(readFileSync(join(ROOT, file), "utf8")).toContain(title);
});
