import fc from "fast-check";
import { failure, parse, URL_LINES } from "./parse";

const ref = (name: string) => `$\{${name}}`;

describe("secrets", () => {
  test("every kind of credentials, of both endpoints", () => {
    const { secrets } = parse(
      "endpoint: { url: http://a, auth: { basic: { username: u, password: pw } } }\nbaseline: { url: http://b, auth: { headers: { X-A: h1, X-B: h2 } } }\n",
    );
    expect(new Set(secrets)).toEqual(new Set(["pw", "u:pw", "h1", "h2"]));
  });

  test("a variable within a credential, on its own too", () => {
    const { secrets } = parse(`${URL_LINES}  auth: { headers: { X-A: "key ${ref("K")}" } }\n`, {
      env: { K: "k3y" },
    });
    expect(new Set(secrets)).toEqual(new Set(["key k3y", "k3y"]));
  });

  test("a variable in a request template or in the query of a URL; not in a host or a name", () => {
    const { secrets } = parse(
      `endpoint:\n  url: "http://${ref("HOST")}/p?key=${ref("KEY")}"\n  model: "${ref("NAME")}"\n  protocol: http\n  request: { path: /p, body: { t: "${ref("BODY")}" } }\n  response: $.y\n`,
      { env: { HOST: "models", KEY: "k3y", NAME: "penguins", BODY: "b0dy" } },
    );
    expect(new Set(secrets)).toEqual(new Set(["k3y", "b0dy"]));
  });
});

describe("hosts that secrets go to", () => {
  const env = { U: "http://chosen:8080", T: "t0ken", B: "http://base" };
  test.each([
    ["none", "endpoint: { url: http://a }\n", []],
    ["a URL that is a variable", `endpoint: { url: "${ref("U")}" }\n`, []],
    ["credentials", "endpoint: { url: http://a:99, auth: { bearer: x } }\n", ["a:99"]],
    [
      "credentials for the baseline alone",
      "endpoint: { url: http://a }\nbaseline: { url: http://b, auth: { bearer: x } }\n",
      ["b"],
    ],
    ["a variable in a path", `endpoint: { url: "http://evil/${ref("T")}" }\n`, ["evil"]],
    ["a variable in a host", `endpoint: { url: "http://${ref("T")}.evil" }\n`, ["t0ken.evil"]],
    [
      "a variable in what is sent to both",
      `endpoint: { url: http://a }\nbaseline: { url: http://b }\nsystem: { examples: [{ input: { x: "${ref("T")}" }, expect: 1 }] }\n`,
      ["a", "b"],
    ],
    ["a variable as a model", `endpoint: { url: http://a, model: "${ref("T")}" }\n`, ["a"]],
    [
      "a variable that is not sent",
      `endpoint: { url: http://a }\ndata: { file: "${ref("T")}.csv" }\n`,
      [],
    ],
  ])("%s", (_, text, hosts) => {
    expect(parse(text, { env }).secretHosts).toEqual(hosts);
  });
});

describe("no message shows a secret", () => {
  const secret = "s3cr3t-t0ken";
  test.each([
    `  auth: ${secret}\n`,
    `  auth: [${secret}]\n`,
    `  auth: { bearer: [${secret}] }\n`,
    `  auth: { api-key: ${secret} }\n`,
    `  auth: { api-key: { header: "X Y", value: ${secret} } }\n`,
    `  auth: { bearer: "${secret}\\n" }\n`,
    `  auth: { basic: { username: "a:b", password: ${secret} } }\n`,
    `  auth: { headers: { X-A: "${secret}\\n" } }\n`,
    `  auth: { headers: { X-A: { b: ${secret} } } }\n`,
    `  auth: { bearer: ${secret}, basic: { username: u, password: ${secret} } }\n`,
    `  request: { path: /p, headers: { Authorization: "${secret}\\n" } }\n`,
    `  auth: { headers: { X-A: 1 } }\n  token: ${secret}\n`,
    `baseline: { url: "http://user:${secret}@host" }\n`,
    `baseline: { url: "${secret}@host" }\n`,
  ])("%j", (text) => {
    const { message, hint, code } = failure(URL_LINES + text);
    expect(code).toMatch(/^config\//);
    expect(`${message} ${hint}`).not.toContain(secret);
  });

  test("what a variable holds is not shown anywhere, but its name is", () => {
    const places = fc.constantFrom(
      "  timeout: @\n",
      "  protocol: @\n",
      "  version_path: @\n",
      "baseline: { url: @ }\n",
      "data: { file: a.csv, slices: ['x < @ <'] }\n",
      "data: { file: a.csv, prediction: '$[@' }\n",
      "data: @\n",
      "system: @\n",
      "system: { skip: [@] }\n",
      "load: { performance: { rate: @, slo: { errors: @ } } }\n",
      "shadow: @\n",
      "acceptance: { accuracy: @, f1.macro: { min: @ } }\n",
      "report: { comment: @ }\n",
    );
    const values = fc.constantFrom("s3cr3t", "https://s3cr3t:x@h", "-77%", "-777s", "]]s3cr3t");
    fc.assert(
      fc.property(places, values, (place, value) => {
        const text =
          URL_LINES +
          place
            .replace(/'(.*)@(.*)'/, `"$1${ref("SECRET")}$2"`)
            .replaceAll("@", `"${ref("SECRET")}"`);
        const { message, hint } = failure(text, { env: { SECRET: value } });
        expect(`${message} ${hint}`).not.toContain(value);
      }),
    );
  });

  test.each([
    ["a line break", `  auth: { bearer: "x\\n" }\n`, "config/bad-credentials"],
    [
      "a colon in a user name",
      "  auth: { basic: { username: 'a:b', password: p } }\n",
      "config/bad-credentials",
    ],
    [
      "a header that frames the message",
      "  auth: { headers: { Content-Length: '3' } }\n",
      "config/bad-credentials",
    ],
  ])("credentials that cannot be sent: %s", (_, text, code) => {
    expect(failure(URL_LINES + text).code).toBe(code);
  });
});
