import type { SystemLevel } from "../../config/types";
import type { Check } from "../../verdict/result";
import type { SystemSession } from "./session";

/** What a check found; id and title are filled in from its entry in the table. */
export type Finding = Pick<Check, "verdict" | "message"> & Partial<Check>;

export interface SystemCheck {
  /** Without the "system/" prefix. */
  id: string;
  title: string;
  /** The lowest level that runs it. */
  level: SystemLevel;
  /** Rows it needs to have something to send; without them it is inconclusive, not green. */
  needsRows: number;
  run(session: SystemSession): Promise<Finding>;
}

export const pass = (message: string, more: Partial<Check> = {}): Finding => ({
  verdict: "pass",
  message,
  ...more,
});

export const fail = (message: string, more: Partial<Check> = {}): Finding => ({
  verdict: "fail",
  message,
  ...more,
});

export const skip = (message: string): Finding => ({ verdict: "skipped", message });

/** What cannot be seen is not green: equal answers would hide any mix-up. */
export const cannotTell = (message: string): Finding => ({
  verdict: "inconclusive",
  message,
  hint: "Give rows whose answers differ, in data.file, or name the check in system.skip.",
});
