import fc from "fast-check";
import { stringify } from "yaml";
import { interpolate } from "../../src/config/interpolate";
import { failure, parse, URL_LINES } from "./parse";

/** `${NAME}`, written so that it is not a template string's own. */
const ref = (name: string) => `$\{${name}}`;

describe("interpolate", () => {
  const env = {
    A: "one",
    B: "two",
    EMPTY: "",
    SELF: ref("A"),
    ESCAPED: `$${ref("A")}`,
    DOLLAR: "$&$1",
  };
  test.each([
    [ref("A"), "one"],
    [`x${ref("A")}y${ref("B")}z`, "xoneytwoz"],
    [`$${ref("A")}`, ref("A")],
    [`$${ref("A")}${ref("A")}`, `${ref("A")}one`],
    [ref("SELF"), ref("A")],
    [ref("ESCAPED"), `$${ref("A")}`],
    [ref("DOLLAR"), "$&$1"],
    ["$A", "$A"],
    ["$\x7b}", "$\x7b}"],
    ["$\x7bA-b}", "$\x7bA-b}"],
    ["$\x7b1A}", "$\x7b1A}"],
    ["$\x7bA", "$\x7bA"],
    ["{{row}}", "{{row}}"],
  ])("%s becomes %s", (text, expected) => {
    expect(interpolate(text, env, "any").text).toBe(expected);
  });

  test("unset, empty and inherited names are unset", () => {
    const { text, unset } = interpolate(
      `${ref("NO")}${ref("EMPTY")}${ref("toString")}`,
      env,
      "any",
    );
    expect(unset).toEqual(["NO", "EMPTY", "toString"]);
    expect(text).toBe(`${ref("NO")}${ref("EMPTY")}${ref("toString")}`);
  });

  test("only what is allowed is read", () => {
    expect(interpolate(`${ref("A")}${ref("B")}`, env, ["A"])).toEqual({
      text: `one${ref("B")}`,
      used: [{ name: "A", value: "one" }],
      unset: [],
      refused: ["B"],
    });
  });
});

describe("in a config", () => {
  test("an unset variable: file, line, key and name", () => {
    const error = failure(`endpoint:\n  url: http://a\n  model: ${ref("MODEL")}\n`);
    expect(error.code).toBe("config/unset-variable");
    expect(error.message).toBe(
      "infergate.yml:3:3: endpoint.model: the environment variable MODEL is not set, or is empty",
    );
    expect(error.hint).toBe(`Set MODEL; for a literal ${ref("MODEL")} write $${ref("MODEL")}.`);
  });

  test("an unset variable that an option could stand in for", () => {
    expect(failure(`endpoint: { url: "${ref("BASE")}" }\n`).hint).toContain("or give --url");
    expect(failure(`${URL_LINES}baseline: { url: "${ref("BASE")}" }\n`).hint).toContain(
      "or give --baseline-url",
    );
  });

  test("an option stands in for its own key alone", () => {
    const error = failure(`endpoint: { url: "${ref("A")}", model: "${ref("B")}" }\n`, {
      overrides: { url: "http://a", baselineUrl: null },
    });
    expect(error.message).toContain("endpoint.model: the environment variable B");
    expect(error.message).not.toContain("variable A");
  });

  test("an empty secret, as GitHub gives it to a fork, counts as unset", () => {
    const { code } = failure(`${URL_LINES}  auth: { bearer: "${ref("TOKEN")}" }\n`, {
      env: { TOKEN: "" },
    });
    expect(code).toBe("config/unset-variable");
  });

  test("a variable that the workflow does not allow", () => {
    const error = failure(`endpoint:\n  url: ${ref("GITHUB_TOKEN")}\n`, {
      env: { GITHUB_TOKEN: "s3cret" },
      allowedEnv: ["CANDIDATE_URL"],
    });
    expect(error.code).toBe("config/refused-variable");
    expect(error.message).toBe(
      "infergate.yml:2:3: endpoint.url: the environment variable GITHUB_TOKEN is not among those that this workflow allows",
    );
    expect(error.hint).toContain("`env-allow`");
  });

  test("a variable has no say about a key that is reported already", () => {
    const { message } = failure(`${URL_LINES}  timeout: ${ref("T")}\n`);
    expect(message).toContain("endpoint.timeout: the environment variable T is not set");
    expect(message).not.toContain("expected a duration");
  });

  test("keys are not interpolated", () => {
    const { config } = parse(`${URL_LINES}  auth: { headers: { "X-Key": "${ref("A")}" } }\n`, {
      env: { A: "1" },
    });
    expect(config.endpoint.auth).toEqual({ kind: "headers", headers: { "X-Key": "1" } });
    expect(failure(`${URL_LINES}"${ref("A")}": 1\n`, { env: { A: "load" } }).code).toBe(
      "config/unknown-key",
    );
  });

  test("what a variable holds is text and never YAML", () => {
    const { config } = parse(`${URL_LINES}  model: ${ref("M")}\n`, {
      env: { M: "x\nauth: { bearer: y }\nload: off # *a" },
    });
    expect(config.endpoint.model).toBe("x\nauth: { bearer: y }\nload: off # *a");
    expect(config.endpoint.auth).toBeNull();
    expect(config.load).not.toBeNull();
  });

  test("no value of the environment changes the structure, or is looked at again", () => {
    const value = fc.oneof(
      fc.string({ minLength: 1, unit: "binary" }),
      fc.constantFrom(ref("OTHER"), `$${ref("OTHER")}`, "off", "null", "}", "a: b", "*a", "- x"),
    );
    fc.assert(
      fc.property(value, value, (model, expected) => {
        const text = `${URL_LINES}  model: ${ref("M")}\nsystem:\n  examples:\n    - input: { a: "${ref("M")}" }\n      expect: [{ b: "<${ref("E")}>" }]\n`;
        const { config } = parse(text, { env: { M: model, E: expected, OTHER: "never" } });
        const plain = parse(text, { env: { M: "m", E: "e", OTHER: "never" } }).config;
        expect(config).toEqual({
          ...plain,
          endpoint: { ...plain.endpoint, model },
          system: {
            ...plain.system,
            examples: [{ input: { a: model }, expect: [{ b: `<${expected}>` }], tolerance: null }],
          },
        });
      }),
    );
  });

  test("an escaped text is the text, whatever else is in it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const escaped = text.replace(/\$\{/g, "$$$${");
        const written = stringify({ endpoint: { url: "http://a", model: `<${escaped}>` } });
        expect(parse(written).config.endpoint.model).toBe(
          // A $ before a brace that is no reference stays as it is written.
          `<${escaped.replace(/\$(\$\{[A-Za-z_]\w*\})/g, "$1")}>`,
        );
      }),
    );
  });
});
