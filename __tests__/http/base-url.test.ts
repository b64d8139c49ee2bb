import { InfergateError } from "../../src/errors";
import { displayUrl, isGrpcUrl, joinPath, parseBaseUrl, portOf } from "../../src/http/base-url";

function refusal(run: () => unknown): InfergateError {
  try {
    run();
  } catch (error) {
    if (error instanceof InfergateError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

test.each([
  ["localhost:8080", "http://localhost:8080"],
  ["models.example.com", "http://models.example.com"],
  ["models.example.com:443/prefix", "http://models.example.com:443/prefix"],
  ["127.0.0.1:8000", "http://127.0.0.1:8000"],
])("%s lacks its scheme, and the hint says so", (text, suggestion) => {
  const error = refusal(() => parseBaseUrl(text));
  expect(error.code).toBe("config/bad-url");
  expect(error.message).toContain(JSON.stringify(text));
  expect(error.hint).toContain(suggestion);
});

test.each([
  "",
  "ftp://h",
  "file:///etc/passwd",
  "http://",
  "http://h:99999",
  "javascript:alert(1)",
])("%j is no endpoint", (text) => {
  const error = refusal(() => parseBaseUrl(text));
  expect(error.code).toBe("config/bad-url");
  expect(error.hint).toContain("http://localhost:8080");
});

test.each([
  "https://user:hunter2@h/",
  "https://user@h",
  "https://:hunter2@h",
  "user:hunter2@h",
  "https://user:hunter2@h:99999/",
])("%s holds credentials, which are refused and not printed", (text) => {
  const error = refusal(() => parseBaseUrl(text));
  expect(error.code).toBe("config/bad-url");
  expect(`${error.message} ${error.hint}`).not.toMatch(/hunter2/);
});

test.each([
  ["grpc://Models.Example.com:8001", "models.example.com:8001", "8001"],
  ["grpc://h:80/", "h:80", "80"],
  ["grpc://[::1]:8001", "[::1]:8001", "8001"],
  ["grpcs://h", "h", "443"],
  ["GRPCS://h:9000", "h:9000", "9000"],
  ["grpc://bücher.example:80", "xn--bcher-kva.example:80", "80"],
  ["grpc://2852039166:80", "169.254.169.254:80", "80"],
])("%s is gRPC", (text, host, port) => {
  const url = parseBaseUrl(text);
  expect([isGrpcUrl(text), url.host, portOf(url)]).toEqual([true, host, port]);
  expect(displayUrl(url)).toBe(`${text.split(":")[0]?.toLowerCase()}://${host}`);
});

test.each(["grpc://h", "grpc://h:8001/v2", "grpcs://h?key=hunter2", "grpc://", "grpc:h:80"])(
  "%s is no address of gRPC",
  (text) => {
    const error = refusal(() => parseBaseUrl(text));
    expect(error.code).toBe("config/bad-url");
    expect(error.message).not.toContain("hunter2");
    expect(error.hint).toMatch(/grpc:\/\/localhost:8001|http:\/\/localhost:8080/);
  },
);

test("a fragment is never sent and refused", () => {
  expect(refusal(() => parseBaseUrl("http://h/#x")).code).toBe("config/bad-url");
});

test.each([
  ["https://h", "/v2/health/live", "/v2/health/live"],
  ["https://h/", "/v2/health/live", "/v2/health/live"],
  ["https://h/prefix", "/v2/health/live", "/prefix/v2/health/live"],
  ["https://h/prefix/", "/v2/health/live", "/prefix/v2/health/live"],
  ["https://h", "", "/"],
  ["https://h/predict", "", "/predict"],
  ["https://h/predict/", "", "/predict/"],
  ["https://h/predict/", "/", "/predict/"],
  ["https://h/p?code=k", "/x", "/p/x?code=k"],
  ["https://h/p?code=k", "", "/p?code=k"],
  ["https://h/p?code=k", "/x?a=1", "/p/x?code=k&a=1"],
  ["https://h", "/x?a=1?b", "/x?a=1?b"],
  ["https://h", "?a=1", "/?a=1"],
  ["https://h", "/a%2Fb/../c", "/a%2Fb/../c"],
  ["https://h", "/ü \t\r\n#\ud800", "/%C3%BC%20%09%0D%0A%23%EF%BF%BD"],
])("%s with %j asks for %s", (base, path, expected) => {
  expect(joinPath(parseBaseUrl(base), path)).toBe(expected);
});

test("a path without its slash is a config error", () => {
  const error = refusal(() => joinPath(parseBaseUrl("http://h"), "predict"));
  expect([error.code, error.hint]).toEqual(["config/bad-path", 'Write "/predict".']);
});

test.each([
  ["HTTPS://Models.Example.com:443/a/", "https://models.example.com/a"],
  ["http://h:8080/?key=secret", "http://h:8080"],
])("%s is shown as %s", (base, shown) => {
  expect(displayUrl(parseBaseUrl(base))).toBe(shown);
});
