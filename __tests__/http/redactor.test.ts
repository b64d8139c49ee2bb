import fc from "fast-check";
import { createRedactor } from "../../src/http/redactor";

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("redact", () => {
  const secret = 'pä$$ wörd/?+"&';
  test.each([
    ["raw", secret],
    ["base64", base64(secret)],
    ["base64 unpadded", base64(secret).replace(/=+$/, "")],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["URL-encoded", encodeURIComponent(secret)],
    ["URL-encoded in lower case", encodeURIComponent(secret).toLowerCase()],
    ["a form field", new URLSearchParams({ "": secret }).toString().slice(1)],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    ["JSON with escaped slashes", JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/")],
    ["JSON in ASCII", String.raw`p\u00e4$$ w\u00f6rd/?+\"&`],
    ["HTML", "pä$$ wörd/?+&quot;&amp;"],
  ])("%s", (_, form) => {
    expect(createRedactor([secret]).redact(`<${form}> ${form}!`)).toBe("<***> ***!");
  });

  test("the pair of basic authentication, by its own and by the password alone", () => {
    const header = `Basic ${base64("someone:correct-horse-battery")}`;
    expect(createRedactor(["someone:correct-horse-battery"]).redact(header)).toBe("Basic ***");
    for (const user of ["", "a", "ab", "abc"]) {
      const text = createRedactor(["correct-horse-battery"]).redact(
        base64(`${user}:correct-horse-battery`),
      );
      expect(text).toMatch(/\*\*\*/);
      expect(Buffer.from(text.replace("***", "AAAA"), "base64").toString()).not.toMatch(/horse/);
    }
  });

  test("the longest first", () => {
    expect(createRedactor(["abc", "abcdef"]).redact("abcdef abc")).toBe("*** ***");
  });

  test("a secret of several lines, whole and by line", () => {
    const { redact } = createRedactor(["first line\r\n  second line\n\nxy\n"]);
    expect(redact("first line\r\n  second line\n\nxy\n")).toBe("***");
    expect(redact("> second line\n> first line")).toBe("> ***\n> ***");
    expect(redact("xy")).toBe("xy");
  });

  test("a secret read with its line break is masked without it", () => {
    expect(createRedactor(["token-1\n"]).redact("got token-1.")).toBe("got ***.");
  });

  test("nothing shorter than three characters, and nothing where there are no secrets", () => {
    expect(createRedactor(["", "a", "ab", "  a "]).redact("a ab abc")).toBe("a ab abc");
    expect(createRedactor([]).redact("***")).toBe("***");
  });

  test("no form of any secret is left in any text", () => {
    const secrets = fc.array(
      fc.string({ unit: "grapheme-composite", minLength: 3, maxLength: 40 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (given, before, after) => {
        const masked = given.filter((secret) => secret.trim().length >= 3 && !secret.includes("*"));
        const { redact } = createRedactor(masked);
        for (const secret of masked) {
          const forms = [
            secret,
            base64(secret),
            encodeURIComponent(secret),
            JSON.stringify(secret),
          ];
          for (const form of forms) {
            const text = redact(before + form + after);
            expect(text).not.toContain(form.replace(/^"|"$/g, ""));
            expect(text).not.toContain(secret);
          }
        }
      }),
    );
  });

  test("text that holds no secret stays as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcd{}": \n') }), (text) => {
        expect(createRedactor(["0123456789"]).redact(text)).toBe(text);
      }),
    );
  });
});

describe("redactDeep", () => {
  test("strings in lists and objects, keys included; the rest untouched, the input too", () => {
    const when = new Date(0);
    const given = {
      list: ["a hunter2", 2, null, true],
      deep: { hunter2: { message: "hunter2" } },
      when,
      nothing: undefined,
    };
    const copy = structuredClone(given);
    expect(createRedactor(["hunter2"]).redactDeep(given)).toEqual({
      list: ["a ***", 2, null, true],
      deep: { "***": { message: "***" } },
      when,
      nothing: undefined,
    });
    expect(given).toEqual(copy);
  });

  test("JSON of any shape keeps its shape and loses its secrets", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string({ unit: fc.constantFrom(..."xyz"), minLength: 3 }),
        (value, secret) => {
          const { redactDeep } = createRedactor([secret]);
          const wrapped = { value, secret, [`k${secret}`]: [secret] };
          const redacted = redactDeep(wrapped);
          expect(JSON.stringify(redacted)).not.toContain(secret);
          expect(redactDeep(redacted)).toEqual(redacted);
          expect(redacted.secret).toMatch(/^\*\*\*/);
        },
      ),
    );
  });

  test("a key named __proto__ stays a key", () => {
    const given = JSON.parse('{"__proto__": "hunter2"}');
    const redacted = createRedactor(["hunter2"]).redactDeep(given);
    expect(JSON.stringify(redacted)).toBe('{"__proto__":"***"}');
  });
});
