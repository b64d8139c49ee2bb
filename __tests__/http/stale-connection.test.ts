import type { Progress } from "../../src/http/attempt";
import { failedOnStaleConnection } from "../../src/http/stale-connection";

const failed = (code: string, phase: Progress["phase"]) => ({
  ok: false as const,
  error: Object.assign(new Error(code), { code }),
  progress: { phase, received: 0, declared: null },
  partial: null,
});

/** `connecting` on a used connection: it broke before the request was written to it. */
test.each([
  ["ECONNRESET", "connecting", 1, "POST", true],
  ["EPIPE", "connecting", 1, "GET", true],
  ["ECONNRESET", "connecting", 0, "GET", false],
  ["ECONNREFUSED", "connecting", 1, "GET", false],
  ["ECONNRESET", "written", 1, "GET", true],
  ["UND_ERR_SOCKET", "written", 3, "OPTIONS", true],
  ["ECONNRESET", "written", 1, "POST", false],
  ["ECONNRESET", "written", 0, "GET", false],
  ["ECONNRESET", "head", 1, "GET", false],
  ["ECONNRESET", "body", 1, "GET", false],
  ["HPE_INVALID", "written", 1, "GET", false],
] as const)("%s while %s, after %i exchanges, %s: %s", (code, phase, completed, method, stale) => {
  expect(failedOnStaleConnection(failed(code, phase), completed, method)).toBe(stale);
});
