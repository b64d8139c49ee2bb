import { escapeAttribute, escapeXml } from "../../src/report/escape-xml";
import { plainText } from "../../src/report/plain-text";
import { displayWidth, wrapText } from "../../src/report/wrap-text";

test.each([
  ["::error::x", ": :error::x"],
  ["a\n  ::add-mask::x", "a\n  : :add-mask::x"],
  ["std::vector", "std::vector"],
  ["a ##[error]b", "a ## [error]b"],
  ["\u001b[2J\u001b[1;1Hgone", "gone"],
  ["\u001b[31\u0007m", "⟨U+001B⟩[31⟨U+0007⟩m"],
  ["a\rb", "a\nb"],
])("%j is logged as %j", (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

test("XML keeps the text, and shows what it may not hold", () => {
  expect(escapeXml("<a b=\"c\" & 'd'>\n]]>")).toBe(
    "&lt;a b=&quot;c&quot; &amp; &apos;d&apos;&gt;\n]]&gt;",
  );
  expect(escapeXml("\u0000\u0008\ud800\uffff\u001b[31mx")).toBe("⟨U+0000⟩⟨U+0008⟩\ufffd⟨U+FFFF⟩x");
  expect(escapeAttribute("a\n\tb")).toBe("a&#10;&#9;b");
});

test("text is wrapped at blanks, and inside a word only where it must be", () => {
  expect(wrapText("one two three four", 10)).toEqual(["one two", "three four"]);
  expect(wrapText("abcdefghijklmnop q", 10)).toEqual(["abcdefghij", "klmnop q"]);
  expect(wrapText("日本語日本語日本語", 10)).toEqual(["日本語日本", "語日本語"]);
  expect(displayWidth("e\u0301日")).toBe(3);
});
