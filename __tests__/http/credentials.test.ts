import type { AuthConfig } from "../../src/config/types";
import { InfergateError } from "../../src/errors";
import { authHeaders, secretsOf } from "../../src/http/auth";
import { createHttpClient } from "../../src/http/client";
import { assertMaySendSecrets } from "../../src/http/credentials";
import { clientOf, targetOf } from "./harness";

describe("authHeaders", () => {
  test.each([
    [{ kind: "bearer", token: "t0k" }, { authorization: "Bearer t0k" }],
    [{ kind: "api-key", header: "X-API-Key", value: "k" }, { "x-api-key": "k" }],
    [
      { kind: "basic", username: "Aladdin", password: "open sesame" },
      { authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" }, // the example of RFC 7617, 2
    ],
    [
      { kind: "basic", username: "test", password: "123£" },
      { authorization: "Basic dGVzdDoxMjPCow==" }, // RFC 7617, 2.1, as UTF-8
    ],
    [
      { kind: "headers", headers: { "X-A": "1", "x-b": "2" } },
      { "x-a": "1", "x-b": "2" },
    ],
  ] satisfies [AuthConfig, object][])("%j", (auth, headers) => {
    expect(authHeaders(auth, null)).toEqual(headers);
  });

  test.each([
    [{ kind: "bearer", token: "hunter2\n" }, /line break/],
    [{ kind: "bearer", token: "hunter2\r\nx-evil: 1" }, /line break/],
    [{ kind: "api-key", header: "x-key", value: "hunter2\u0000" }, /no header may hold/],
    [{ kind: "api-key", header: "x-key", value: "hunter2\u2028" }, /no header may hold/],
    [{ kind: "api-key", header: "x key", value: "hunter2" }, /"x key" is not a header name/],
    [{ kind: "headers", headers: { "transfer-encoding": "hunter2" } }, /cannot be set by hand/],
    [{ kind: "basic", username: "a:b", password: "hunter2" }, /colon/],
  ] satisfies [AuthConfig, RegExp][])("%j is refused and not printed", (auth, message) => {
    const attempt = () => authHeaders(auth, null);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: "config/bad-credentials",
        message: expect.not.stringContaining("hunter2"),
      }),
    );
  });

  test.each([
    { kind: "bearer", token: "" },
    { kind: "api-key", header: "x-key", value: "" },
    { kind: "basic", username: "u", password: "" },
    { kind: "headers", headers: { "x-key": "" } },
  ] satisfies AuthConfig[])("%j: an unset secret is an error, not a request without", (auth) => {
    expect(() => authHeaders(auth, null)).toThrow(
      expect.objectContaining({ code: "config/empty-credentials" }),
    );
    expect(() => clientOf("http://h", { auth })).toThrow(InfergateError);
  });

  test("secretsOf lists what must not be printed", () => {
    expect(secretsOf(null)).toEqual([]);
    expect(secretsOf({ kind: "basic", username: "u", password: "p" })).toEqual(["p", "u:p"]);
    expect(secretsOf({ kind: "headers", headers: { a: "1", b: "2" } })).toEqual(["1", "2"]);
  });
});

describe("secrets go only to hosts that the workflow named", () => {
  test.each([
    ["https://a.example", ["a.example"], true],
    ["https://A.Example", [" a.EXAMPLE "], true],
    ["https://a.example:8443", ["a.example"], true],
    ["https://a.example:8443", ["a.example:8443"], true],
    ["https://a.example", ["a.example:443"], true],
    ["http://a.example", ["a.example:80"], true],
    ["https://a.example", ["a.example:80"], false],
    ["https://a.example", ["b.example", "a.example"], true],
    ["https://a.example", [], false],
    ["https://a.example", ["", "*", "example", "a.example.evil"], false],
    ["https://evil-a.example", ["a.example"], false],
    ["https://a.example.evil", ["a.example"], false],
    ["http://[::1]:80", ["[::1]"], true],
    ["http://[::1]", ["[::1]:80"], true],
  ])("%s with %j: %s", (url, allowed, fine) => {
    const attempt = () => assertMaySendSecrets(new URL(url), allowed);
    if (fine) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ code: "config/secret-host" }));
  });

  test("the error names the host and the input", () => {
    const attempt = () =>
      createHttpClient(
        targetOf("https://evil.example:444/x", {
          auth: { kind: "bearer", token: "hunter2" },
          allowedHosts: ["a.example"],
        }),
      );
    expect(attempt).toThrow(
      expect.objectContaining({
        code: "config/secret-host",
        message: expect.stringContaining("evil.example:444"),
        hint: expect.stringContaining("allowed-hosts: evil.example:444"),
      }),
    );
  });

  test("without credentials any host will do", () => {
    expect(() => clientOf("https://evil.example", { allowedHosts: [] })).not.toThrow();
  });
});
