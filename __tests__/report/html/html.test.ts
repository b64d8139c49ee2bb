import { embedJson } from "../../../src/report/html/embed-json";
import { html } from "../../../src/report/html/html";
import { ownProse, prose } from "../../../src/report/html/prose";

test("every value is escaped, as content and inside an attribute; HTML stands as it is", () => {
  const text = `"><b onclick='x'>&`;
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;b onclick=&apos;x&apos;&gt;&amp;">&quot;&gt;&lt;b onclick=&apos;x&apos;&gt;&amp;</p>',
  );
  expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}</ul>${null}`.text).toBe(
    "<ul><li>1</li><li>2</li></ul>",
  );
});

test("what stands in backticks becomes code, and mark-up in it stays text", () => {
  expect(html`${prose("raise `a.b<i>` or **not**")}`.text).toBe(
    "raise <code>a.b&lt;i&gt;</code> or **not**",
  );
  expect(html`${ownProse("**Term** is `x`")}`.text).toBe("<strong>Term</strong> is <code>x</code>");
});

test("data in a script element cannot end it, and read back as they were", () => {
  const value = { text: "</script><!--<script>]]>&\u2028\u2029" };
  const { text } = embedJson(value);
  expect(text).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(text)).toEqual(value);
});
