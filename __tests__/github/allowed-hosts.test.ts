import { allowedHosts } from "../../src/github/allowed-hosts";
import { loadInputs } from "../../src/github/inputs";
import { assertMaySendSecrets } from "../../src/http/credentials";

const hostsOf = (given: Record<string, string>) =>
  allowedHosts(loadInputs((name) => given[name] ?? "", {}, 0));

describe("allowedHosts", () => {
  test("the hosts of the workflow's own URLs, each with its port, and those it names", () => {
    const hosts = hostsOf({
      url: "https://staging.example.com/v2",
      "baseline-url": "http://prod.example.com:8080",
      "allowed-hosts": "auth.example.com",
    });
    expect(hosts).toEqual(["staging.example.com:443", "prod.example.com:8080", "auth.example.com"]);
  });

  test.each([
    ["https://staging.example.com/other", true],
    ["http://staging.example.com", false],
    ["https://staging.example.com:8443", false],
    ["https://staging.example.com.evil.example", false],
    ["https://evil.example", false],
  ])("a secret may go to %s: %s", (target, allowed) => {
    const send = () =>
      assertMaySendSecrets(new URL(target), hostsOf({ url: "https://staging.example.com" }));
    if (allowed) expect(send).not.toThrow();
    else expect(send).toThrow(expect.objectContaining({ code: "config/secret-host" }));
  });

  test.each([
    ["grpc://staging.example.com:8001", "grpc://Staging.Example.com:8001", true],
    ["grpc://staging.example.com:8001", "grpc://staging.example.com:8002", false],
    ["grpcs://staging.example.com", "grpcs://staging.example.com:443", true],
    ["grpcs://staging.example.com", "grpcs://evil.example", false],
    ["grpc://staging.example.com", "grpc://staging.example.com", false],
  ])("over gRPC: the workflow names %s, a secret may go to %s: %s", (url, target, allowed) => {
    const send = () => assertMaySendSecrets(new URL(target), hostsOf({ url }));
    if (allowed) expect(send).not.toThrow();
    else expect(send).toThrow(expect.objectContaining({ code: "config/secret-host" }));
  });

  test("without a URL in the workflow a secret may go nowhere", () => {
    expect(hostsOf({})).toEqual([]);
    expect(hostsOf({ url: "not a url" })).toEqual([]);
  });

  test("user information in the URL does not disguise the host", () => {
    expect(hostsOf({ url: "https://staging.example.com@evil.example/" })).toEqual([
      "evil.example:443",
    ]);
  });
});
