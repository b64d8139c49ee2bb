import { awsSignature } from "../../src/http/aws-signature";
import { prepareRequest } from "../../src/http/prepare";

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: null,
  region: "us-east-1",
  service: "service",
};
const host = "example.amazonaws.com";
const then = new Date("2015-08-30T12:36:00Z");

/** AWS's own test suite of Signature Version 4 (aws-sig-v4-test-suite). */
test.each([
  [
    "get-vanilla",
    { method: "GET", path: "/", headers: {}, body: null },
    "SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  ],
  [
    "get-vanilla-query-order-key-case",
    { method: "GET", path: "/?Param2=value2&Param1=value1", headers: {}, body: null },
    "SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  ],
  [
    "post-vanilla",
    { method: "POST", path: "/", headers: {}, body: null },
    "SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  ],
])("%s", (_, request, signature) => {
  const headers = awsSignature(credentials, { host, ...request }, then);
  expect(headers).toEqual({
    authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ${signature}`,
    "x-amz-date": "20150830T123600Z",
  });
});

test("a session token is sent and signed", () => {
  const parts = { host, method: "GET", path: "/", headers: {}, body: null };
  const headers = awsSignature({ ...credentials, sessionToken: "token" }, parts, then);
  expect(headers["x-amz-security-token"]).toBe("token");
  expect(headers.authorization).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token");
});

test("each request of an endpoint is signed over its own path and body", () => {
  const target = {
    url: "https://runtime.sagemaker.us-east-1.amazonaws.com",
    auth: { kind: "aws-sigv4" as const, ...credentials },
    allowedHosts: "any" as const,
    timeoutMs: 1000,
  };
  const authorization = (path: string, body: string) =>
    prepareRequest(target, { method: "POST", path, headers: {}, body: Buffer.from(body) }).headers
      .authorization;
  const all = [authorization("/a", "1"), authorization("/b", "1"), authorization("/a", "2")];
  expect(new Set(all).size).toBe(3);
});
