import {
  codeSpan,
  escapeMarkdown,
  escapeProse,
  fencedBlock,
} from "../../src/report/escape-markdown";

test.each([
  ["a | b", "a &#124; b"],
  ["a\\|b", "a&#92;&#124;b"],
  ["<img src=x>", "&lt;img src=x&gt;"],
  ["`code`", "&#96;code&#96;"],
  ["![x](y)", "\\!\\[x\\](y)"],
  ["f1_macro *b* ~c~ $d$", "f1\\_macro \\*b\\* \\~c\\~ \\$d\\$"],
  ["two\nlines\r\nand\tmore ", "two lines and more"],
  ["@everyone", "@&#8203;everyone"],
  ["see #12 and GH-7", "see \\#&#8203;12 and GH-&#8203;7"],
  ["https://evil.example www.evil.example", "https:&#8203;//evil.example www&#8203;.evil.example"],
  ["at deadbeefcafe", "at deadbe&#8203;efcafe"],
  ["12345678 rows", "12345678 rows"],
  [":tada:", ":&#8203;tada:"],
  ["- item", "\\- item"],
  ["1. item", "1\\. item"],
  ["---", "\\---"],
  ["+31 %", "+31 %"],
  ["\u001b[31mred\u001b[0m \u001b]0;title\u0007", "red"],
  ["a\u202eb\u200bc\u0000", "a⟨U+202E⟩b⟨U+200B⟩c⟨U+0000⟩"],
  ["\ud800", "\ufffd"],
])("%j reads %j", (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test("a long text is cut to 200 characters, whole ones", () => {
  expect(escapeMarkdown("x".repeat(200))).toBe("x".repeat(200));
  expect(escapeMarkdown("x".repeat(201))).toBe(`${"x".repeat(199)}…`);
  expect(escapeMarkdown("😀".repeat(201))).toBe(`${"😀".repeat(199)}…`);
});

test("a million characters that almost are something take no time to speak of", () => {
  for (const piece of ["\u001b]", "\u001b[1", "a", "`", "#", ":a", " ", "."]) {
    expect(escapeMarkdown(piece.repeat(500_000)).length).toBeLessThan(6000);
  }
});

test("what stands in backticks becomes code in a sentence, and nothing gets out of it", () => {
  expect(escapeProse("raise `load.slo` or *stop*")).toBe("raise `load.slo` or \\*stop\\*");
  expect(escapeProse("one ` alone")).toBe("one &#96; alone");
  expect(escapeProse("``<b>``")).toBe("&#96;`<b>`&#96;");
});

test("a code span is longer than any run of backticks inside", () => {
  expect(codeSpan("a``b")).toBe("```a``b```");
  expect(codeSpan("`a")).toBe("`` `a ``");
  expect(codeSpan("a\nb")).toBe("`a b`");
  expect(codeSpan(" \n")).toBe("");
});

test("a fence is longer than any run of backticks inside", () => {
  expect(fencedBlock("a\n````\nb\n", 100)).toBe("`````text\na\n````\nb\n`````");
  expect(fencedBlock("a", 100, "sh")).toBe("```sh\na\n```");
  expect(fencedBlock("x".repeat(11), 10)).toBe("```text\nxxxxxxxxx…\n```");
});
