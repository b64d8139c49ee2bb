import { SYSTEM_CHECK_NAMES } from "../../src/config/system-checks";
import { SYSTEM_CHECKS } from "../../src/suites/system/checks";

test("what system.skip may list is what the suite runs", () => {
  expect([...SYSTEM_CHECK_NAMES].sort()).toEqual(SYSTEM_CHECKS.map(({ id }) => id).sort());
});
