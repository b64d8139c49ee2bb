import type { SuiteName } from "../verdict/result";
import { abSuite } from "./ab/ab-suite";
import { acceptanceSuite } from "./acceptance/acceptance-suite";
import { canarySuite } from "./canary/canary-suite";
import { loadSuite } from "./load/load-suite";
import { shadowSuite } from "./shadow/shadow-suite";
import { systemSuite } from "./system/system-suite";
import type { Suite } from "./types";

/** Every suite there is, in the order in which they run: cheap and telling ones first. */
export const SUITES: Partial<Record<SuiteName, Suite>> = {
  system: systemSuite,
  acceptance: acceptanceSuite,
  load: loadSuite,
  shadow: shadowSuite,
  ab: abSuite,
  canary: canarySuite,
};
