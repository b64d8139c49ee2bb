import { publicHost, publicUrl } from "../../src/report/public-url";
import { reproduceCommand } from "../../src/report/reproduce-command";
import { gateResult, passing, RESULTS, suite } from "../support/results";

test("names what decides the run: endpoint, baseline, seed and the suites that ran", () => {
  const blocked = RESULTS.blocked as NonNullable<(typeof RESULTS)[string]>;
  expect(reproduceCommand(blocked)).toBe(
    "infergate run --url https://staging.example.com/models --baseline-url https://prod.example.com/models --seed 42 --suite system,acceptance,load,shadow",
  );
});

test.each([
  ["https://user:secret@a.example/x", "https://a.example/x"],
  [
    "https://a.example/?token=secret&api-version=2024",
    "https://a.example/?token=REDACTED&api-version=2024",
  ],
  ["https://a.example/?secret", "https://a.example/?REDACTED"],
  ["https://a.example/?c2VjcmV0cw==", "https://a.example/?REDACTED"],
  ["https://a.example/#secret", "https://a.example"],
  ["http://127.0.0.1:8080/", "http://127.0.0.1:8080"],
  ["grpc://127.0.0.1:8001", "grpc://127.0.0.1:8001"],
  ["grpcs://user:secret@a.example/?token=secret", "grpcs://a.example/?token=REDACTED"],
])("%s is shown as %s", (url, shown) => {
  expect(publicUrl(url)).toBe(shown);
});

test.each([
  "javascript:alert(1)",
  "file:///etc/passwd",
  "not a url",
  `https://a.example/${"x".repeat(3000)}`,
])("%.40s is not shown", (url) => {
  expect(publicUrl(url)).toBeNull();
  expect(publicHost(url)).toBe("endpoint");
});

test.each([
  ["https://a.example/$(id)", "--url 'https://a.example/$(id)'"],
  ["https://a.example/'; rm -rf x #", "--url 'https://a.example/%27;%20rm%20-rf%20x%20'"],
  ["https://a.example/?model=a&b=c", "--url 'https://a.example/?model=a&b=REDACTED'"],
  ["https://a.example/`id`", "--url https://a.example/%60id%60"],
])("no shell finds anything to run in %s", (url, expected) => {
  const result = gateResult([suite("system", [passing("system/live")])], { baseline: null });
  const endpoint = { ...(result.endpoint as NonNullable<typeof result.endpoint>), url };
  expect(reproduceCommand({ ...result, endpoint })).toContain(expected);
});
