import { reasonOf } from "../../src/suites/finish-suite";
import { check } from "../../src/verdict/check";
import type { Outcome } from "../../src/verdict/result";

const one = (verdict: Outcome, message: string, title = "Malformed JSON is refused") =>
  check({ id: "system/malformed-json", title, verdict, message });

test("the title of what failed does not read as a claim that it is so", () => {
  const failed = one("fail", "accepted with 200; 4xx is due");
  expect(reasonOf([failed])).toBe('"Malformed JSON is refused" failed: accepted with 200');
  expect(reasonOf([one("pass", ""), failed, failed])).toBe(
    '"Malformed JSON is refused" failed: accepted with 200 (and 1 more)',
  );
});

test("what was not measured, or cannot be told, is named and no more", () => {
  expect(reasonOf([one("error", "not judged: no answer; more")])).toBe(
    '"Malformed JSON is refused": not judged: no answer',
  );
  expect(reasonOf([one("inconclusive", "too few to tell; 5 more would")])).toBe(
    '"Malformed JSON is refused": too few to tell; 5 more would',
  );
});

test("a pass is counted, with what was skipped", () => {
  expect(reasonOf([one("pass", "")])).toBe("all 1 checks passed");
  expect(reasonOf([one("pass", ""), one("skipped", "not asked for")])).toBe(
    "1 checks passed, 1 skipped",
  );
  expect(reasonOf([])).toBe("nothing was checked");
});
