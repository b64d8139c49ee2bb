import type { Context } from "../../context";
import { DEFAULT_DRIVE } from "../../defaults";
import type { RawDrive } from "../../raw-config";
import { AT_MOST_AN_HOUR, readDuration } from "../../read-quantity";
import type { CanaryDrive } from "../../types";
import { checkPlaceholders } from "./placeholders";

const PATH = ["canary", "drive"];
const PLACEHOLDERS = ["weight", "percent", "stage"] as const;

export function readDrive(context: Context, raw: RawDrive): CanaryDrive {
  raw.advance.forEach((argument, i) => {
    checkPlaceholders(context, [...PATH, "advance", i], argument, PLACEHOLDERS);
  });
  return {
    advance: raw.advance,
    rollback: raw.rollback,
    timeoutMs: readDuration(context, [...PATH, "timeout"], raw.timeout, DEFAULT_DRIVE.timeoutMs),
    settleMs: readDuration(
      context,
      [...PATH, "settle"],
      raw.settle,
      DEFAULT_DRIVE.settleMs,
      AT_MOST_AN_HOUR,
    ),
    env: raw.env ?? DEFAULT_DRIVE.env,
    undecided: raw.undecided ?? DEFAULT_DRIVE.undecided,
    passed: raw.passed ?? DEFAULT_DRIVE.passed,
  };
}
