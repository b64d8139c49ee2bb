import { describeData } from "../../src/run/describe-data";
import { loadContent } from "./data-files";

test("what a run says of the rows it has read", async () => {
  const content =
    'ring,mass,"odd\u202Ename",species\n7,39.1,,Adelie\nA7,40,,Gentoo\n8,n/a,,Gentoo\n';
  const data = await loadContent("a.csv", content, { label: "species" });
  expect(describeData(data)).toEqual([
    'a.csv: 3 rows; sends "ring" (text), "mass" (text), "odd\\u{202e}name" (text); the right answer is "species" (text)',
    'a.csv: column "ring" is text, though 2 of 3 cells are numbers: line 3, row 2 has "A7"',
    'a.csv: column "mass" is text, though 2 of 3 cells are numbers: line 4, row 3 has "n/a"',
    'a.csv: column "odd\\u{202e}name" has no value in any row',
  ]);
});
