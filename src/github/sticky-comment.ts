import { createHash } from "node:crypto";
import type { Environment } from "../config/interpolate";
import type { Verdict } from "../verdict/result";
import type { IssueComment } from "./comments-api";
import type { CommentMode } from "./inputs";

/**
 * The hidden lines that open a sticky comment: whose it is, and which run wrote it.
 *
 *     <!-- infergate:KEY -->
 *     <!-- infergate-run:RUN.ATTEMPT body:HASH -->
 */
export interface Stamp {
  runId: number;
  attempt: number;
  /** Of the visible part, before anything was left out for length. */
  bodyHash: string;
}

/**
 * Tells the gates of one pull request apart: workflow, job, step and config file, since the legs of a
 * matrix share the first three.
 */
export function stickyKey(env: Environment, configFile: string | null): string {
  return [env.GITHUB_WORKFLOW, env.GITHUB_JOB, env.GITHUB_ACTION, configFile]
    .map((part) => encodeURIComponent(part ?? ""))
    .join("/");
}

/** Percent-encoded, a key cannot end the HTML comment that it stands in. */
export function markerOf(key: string): string {
  return `<!-- infergate:${key} -->`;
}

export function stampOf(visible: string, runId: number, attempt: number): Stamp {
  const bodyHash = createHash("sha256").update(visible).digest("hex").slice(0, 16);
  return { runId, attempt, bodyHash };
}

export function headOf(key: string, { runId, attempt, bodyHash }: Stamp): string {
  return `${markerOf(key)}\n<!-- infergate-run:${runId}.${attempt} body:${bodyHash} -->\n`;
}

const STAMP = /^<!-- infergate:[^\s]* -->\r?\n<!-- infergate-run:(\d+)\.(\d+) body:([0-9a-f]+) -->/;

/** Null where the hidden lines are not ours any more. */
export function readStamp(body: string): Stamp | null {
  const [, runId, attempt, bodyHash] = STAMP.exec(body) ?? [];
  if (runId === undefined || attempt === undefined || bodyHash === undefined) return null;
  return { runId: Number(runId), attempt: Number(attempt), bodyHash };
}

export type StickyStep =
  | { do: "create" }
  | { do: "update"; id: number }
  | { do: "leave"; url: string | null; why: string };

/**
 * What becomes of the comment. `own` are the comments that carry the marker and were written by this
 * token's user, oldest first; the first of them is the one to keep.
 */
export function planStep(
  own: readonly IssueComment[],
  stamp: Stamp,
  mode: CommentMode,
  verdict: Verdict,
): StickyStep {
  const kept = own[0];
  if (kept === undefined) {
    return mode === "on-fail" && verdict === "pass"
      ? { do: "leave", url: null, why: "the gate passed" }
      : { do: "create" };
  }
  if (own.some(({ body }) => isNewer(readStamp(body), stamp))) {
    return { do: "leave", url: kept.url, why: "a newer run has written it" };
  }
  // A comment that reports a failure is brought up to date in every mode: it would stay red.
  const unchanged = readStamp(kept.body)?.bodyHash === stamp.bodyHash;
  return mode === "on-change" && unchanged
    ? { do: "leave", url: kept.url, why: "it says the same already" }
    : { do: "update", id: kept.id };
}

function isNewer(other: Stamp | null, own: Stamp): boolean {
  if (other === null) return false;
  return other.runId > own.runId || (other.runId === own.runId && other.attempt > own.attempt);
}
