import type { Progress } from "../../src/http/attempt";
import { BrokenExchangeError } from "../../src/http/broken-exchange";
import { classifyFailure } from "../../src/http/classify-failure";
import type { FailureKind } from "../../src/http/types";

const at = { hostname: "h.example", host: "h.example:443" };
const during = (phase: Progress["phase"]): Progress => ({ phase, received: 3, declared: 9 });
const coded = (code: string, message = "") => Object.assign(new Error(message), { code });

/** What the tests against servers cannot bring about on every machine. */
test.each([
  ["EAI_AGAIN", "connecting", "dns", /could not be resolved/],
  ["EHOSTUNREACH", "connecting", "unreachable", /^no route to h\.example:443 \(EHOSTUNREACH\)$/],
  ["ENETUNREACH", "connecting", "unreachable", /no route/],
  ["EADDRNOTAVAIL", "connecting", "unreachable", /no route/],
  ["EACCES", "connecting", "unreachable", /forbids/],
  ["ETIMEDOUT", "connecting", "connect-timeout", /^no connection to h\.example:443/],
  ["UND_ERR_CONNECT_TIMEOUT", "connecting", "connect-timeout", /^no connection/],
  ["SELF_SIGNED_CERT_IN_CHAIN", "connecting", "tls", /NODE_EXTRA_CA_CERTS/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "connecting", "tls", /not known here/],
  ["CERT_NOT_YET_VALID", "connecting", "tls", /not valid yet/],
  ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "connecting", "tls", /handshake with h\.example:443/],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "written", "tls", /handshake/],
  ["ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "body", "reset", /after 3 of 9 bytes$/],
  ["ETIMEDOUT", "written", "reset", /before any answer$/],
  ["ESOMETHING", "connecting", "unreachable", /\(ESOMETHING\)$/],
  ["constructor", "connecting", "unreachable", /\(constructor\)$/],
] satisfies [string, Progress["phase"], FailureKind, RegExp][])(
  "%s while %s is %s",
  (code, phase, kind, message) => {
    const classified = classifyFailure(coded(code), during(phase), at);
    expect(classified.kind).toBe(kind);
    expect(classified.message).toMatch(message);
    expect(classified.reached).toBe(kind === "reset");
  },
);

test("an exchange that we ended keeps its own kind and words", () => {
  const error = new BrokenExchangeError("aborted", "stopped");
  expect(classifyFailure(error, during("body"), at)).toEqual({
    kind: "aborted",
    reached: true,
    message: "stopped",
  });
});

test("an error without a code is named by its class", () => {
  expect(classifyFailure(new TypeError("x"), during("connecting"), at).message).toMatch(
    /\(TypeError\)$/,
  );
});
