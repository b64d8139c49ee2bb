import { failure, parse, URL_LINES } from "./parse";

/** What is no YAML, or no YAML that a config may be: the place and the reason, never the source. */
test.each([
  ["", "1:1: the file is empty"],
  ["# nothing\n", "1:1: the file is empty"],
  ["---\n", "1:1: the file is empty"],
  ["null\n", "1:1: the file is empty"],
  ["- a\n", "1:1: expected a map of keys, such as `endpoint:`, at the top of the file"],
  ["text\n", "1:1: expected a map of keys, such as `endpoint:`, at the top of the file"],
  ["load: off\nload: off\n", '2:1: the key "load" is there twice'],
  ["endpoint:\n  url: a\n  url: b\n", '3:3: the key "url" is there twice'],
  [
    "load: off\n---\nload: off\n",
    "2:1: a second document starts here; a config is one document, without ---",
  ],
  ["endpoint:\n\turl: a\n", "2:1: a tab; YAML is indented with spaces"],
  [
    "load: off\n system: off\n",
    "1:7: a key where a value was due; indent it with its kind, or quote the value",
  ],
  [
    "load: off: on\n",
    "1:7: a key where a value was due; indent it with its kind, or quote the value",
  ],
  ["load: @off\n", "1:7: a value cannot start with this character; put it in quotes"],
  ["load: !env X\n", "1:7: tags such as !name are not supported"],
  ["? [a]\n: b\n", "1:3: a key must be text; put {{…}} in quotes"],
  ["endpoint: { url: *base }\n", "1:13: endpoint.url: an alias (*name) without its anchor (&name)"],
  ["%YAML 1.1\n---\nload: off\n", "1:1: the config is YAML 1.2; remove the %YAML line"],
])("%j", (text, message) => {
  const error = failure(text);
  expect(error.message).toBe(`infergate.yml:${message}`);
  expect(error.code).toBe("config/syntax");
});

test("a quote that is never closed does not bring what follows into the message", () => {
  const error = failure('endpoint:\n  auth: { bearer: "s3cret }\n  url: http://a\n');
  expect(error.code).toBe("config/syntax");
  expect(`${error.message} ${error.hint}`).not.toContain("s3cret");
});

test("text after a quoted secret is not shown", () => {
  const error = failure('endpoint:\n  auth: { bearer: "a" s3cret }\n');
  expect(error.code).toBe("config/syntax");
  expect(`${error.message} ${error.hint}`).not.toContain("s3cret");
});

test("a variable without quotes in a flow map: the hint says so", () => {
  const error = failure(`endpoint: { url: $\{BASE} }\n`);
  expect(error.message).toMatch(/^infergate\.yml:1:19: /);
  expect(error.hint).toContain("a variable in braces needs quotes");
});

test("a template without quotes: the hint says so", () => {
  const error = failure(`${URL_LINES}  request: { path: /p, body: {{rows}} }\n`);
  expect(error.message).toMatch(/^infergate\.yml:3:\d+: /);
  expect(error.hint).toBe('A template needs quotes: "{{rows}}".');
});

describe("bombs", () => {
  test("aliases that unfold to a billion nodes", () => {
    const level = (name: string, below: string) => `${name}: &${name} [${Array(9).fill(below)}]\n`;
    const text = `${URL_LINES}${level("a", "x")}${level("b", "*a")}${level("c", "*b")}${level("d", "*c")}${level("e", "*d")}${level("f", "*e")}${level("g", "*f")}${level("h", "*g")}${level("i", "*h")}`;
    expect(failure(text).message).toContain(
      "nested too deeply, or aliases that unfold to too much",
    );
  });

  test("an alias to itself", () => {
    expect(failure("endpoint: &e { auth: { headers: *e } }\n").message).toContain(
      "nested too deeply, or aliases that unfold to too much",
    );
  });

  test.each([
    ["brackets", `endpoint: ${"[".repeat(100_000)}`],
    ["brackets that are closed again", `endpoint: ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["maps in maps", `endpoint: ${"{a: ".repeat(100_000)}`],
    ["lists in lists on one line", "- ".repeat(100_000)],
    ["keys that are keys", "? ".repeat(50_000)],
    [
      "ever more indentation",
      Array.from({ length: 1200 }, (_, i) => `${" ".repeat(i)}a:\n`).join(""),
    ],
  ])("%s", (_, text) => {
    const { code, message } = failure(text);
    expect(message).toMatch(/^infergate\.yml:\d+:1: nested too deeply$/);
    expect(code).toBe("config/syntax");
  });

  test("more than a megabyte", () => {
    const { message } = failure(`${URL_LINES}# ${"x".repeat(1_000_000)}\n`);
    expect(message).toBe("infergate.yml:1:1: larger than 1000000 characters");
  });
});

test("keys of Object.prototype are data like any other", () => {
  const { config } = parse(
    `${URL_LINES}system: { examples: [{ input: { constructor: 1, toString: a }, expect: 1 }] }\n`,
  );
  const input = config.system?.examples[0]?.input ?? {};
  expect(Object.entries(input)).toEqual([
    ["constructor", 1],
    ["toString", "a"],
  ]);
  expect(
    failure(`${URL_LINES}system: { examples: [{ input: { a: 1, __proto__: 1 }, expect: 1 }] }\n`)
      .message,
  ).toBe("infergate.yml:3:39: system.examples[0].input.__proto__: this key is not allowed");
});
