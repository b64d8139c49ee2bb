import type { SystemCheck } from "../check-types";
import { aliveAfter } from "./alive-after";
import { badInputChecks } from "./bad-input";
import { determinism } from "./determinism";
import { examples } from "./examples";
import { firstAnswer } from "./first-answer";
import { live, metadata, ready } from "./health";
import { identity } from "./identity";
import { batchInvariance, orderInvariance } from "./invariance";
import { isolation } from "./isolation";
import { noLeak } from "./no-leak";
import { schema } from "./schema";

/** In the order in which they run: each may rely on what those before it have shown. */
export const SYSTEM_CHECKS: readonly SystemCheck[] = [
  live,
  ready,
  metadata,
  firstAnswer,
  identity,
  schema,
  examples,
  determinism,
  batchInvariance,
  orderInvariance,
  isolation,
  ...badInputChecks,
  aliveAfter,
  noLeak,
];
