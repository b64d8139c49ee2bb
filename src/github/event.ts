import { readFile } from "node:fs/promises";
import type { Environment } from "../config/interpolate";

/** What started the workflow, as far as the gate needs to know. */
export interface GitHubEvent {
  name: string;
  /** Number of the pull request that a comment would go to. */
  pullRequest: number | null;
  /** The commit that people see and review, not the merge commit that GITHUB_SHA names. */
  headSha: string | null;
  /** Of a workflow that follows another one: whose branch that ran on, "owner:branch". Else null. */
  headLabel: string | null;
  /** The commit that it is compared with. */
  baseSha: string | null;
  /** People outside can start it, and it runs with the repository's secrets and write access. */
  privileged: boolean;
}

/**
 * These run the workflow of the default branch with its secrets, on behalf of anyone who may open a
 * pull request or write a comment. What they check out is often that person's.
 */
const PRIVILEGED = new Set(["pull_request_target", "workflow_run", "issue_comment"]);

/** The payload is written by others: a field that is not what GitHub documents counts as missing. */
export async function readEvent(env: Environment): Promise<GitHubEvent> {
  const name = env.GITHUB_EVENT_NAME ?? "";
  const payload = await readPayload(env.GITHUB_EVENT_PATH);
  const pullRequest = field(payload, "pull_request");
  const commits = COMMITS[name]?.(payload) ?? {
    head: field(pullRequest, "head", "sha"),
    base: field(pullRequest, "base", "sha"),
  };
  const privileged = PRIVILEGED.has(name);
  // GITHUB_SHA is a merge commit on a pull request, and the default branch on a privileged event.
  const triggering = pullRequest === undefined && !privileged;
  return {
    name,
    pullRequest: numberOf(field(pullRequest, "number")),
    headSha: shaOf(commits.head) ?? (triggering ? shaOf(env.GITHUB_SHA) : null),
    headLabel: name === "workflow_run" ? labelOf(payload) : null,
    baseSha: shaOf(commits.base),
    privileged,
  };
}

/** Where each event names its commits; all others name them in `pull_request`, or not at all. */
const COMMITS: Record<string, (payload: unknown) => { head: unknown; base: unknown }> = {
  push: (payload) => ({ head: field(payload, "after"), base: field(payload, "before") }),
  merge_group: (payload) => ({
    head: field(payload, "merge_group", "head_sha"),
    base: field(payload, "merge_group", "base_sha"),
  }),
  workflow_run: (payload) => ({ head: field(payload, "workflow_run", "head_sha"), base: null }),
};

/** As the API labels the head of a pull request. Of a fork that is gone: a label that nobody has. */
function labelOf(payload: unknown): string {
  const owner = field(payload, "workflow_run", "head_repository", "owner", "login");
  const branch = field(payload, "workflow_run", "head_branch");
  return `${typeof owner === "string" ? owner : ""}:${typeof branch === "string" ? branch : ""}`;
}

async function readPayload(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === "") return null;
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    // No file, or no JSON: a run without an event, as under a local runner.
    return null;
  }
}

function field(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function numberOf(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : null;
}

/** SHA-1 or SHA-256. All zeros is how a push says "none": a new branch, or one deleted. */
function shaOf(value: unknown): string | null {
  const isSha = typeof value === "string" && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
  return isSha && !/^0+$/.test(value) ? value : null;
}
