import type { Environment } from "../config/interpolate";
import { EXIT } from "../errors";
import { renderComment } from "../report/render-comment";
import { renderSummary } from "../report/render-summary";
import type { GateOutcome } from "../run/options";
import { annotate } from "./annotations";
import { publishComment } from "./comment";
import { openComments } from "./comments-api";
import type { GitHubEvent } from "./event";
import type { ActionInputs } from "./inputs";
import type { Logger } from "./logger";
import { stickyKey } from "./sticky-comment";
import { writeSummary } from "./summary";

export interface PublishContext {
  inputs: Pick<ActionInputs, "comment" | "config" | "githubToken">;
  event: Pick<GitHubEvent, "pullRequest">;
  env: Environment;
  log: Logger;
  sleep(ms: number): Promise<unknown>;
}

/** For all calls of one comment together, the waits between attempts aside. */
const COMMENT_DEADLINE_MS = 90_000;

/**
 * Shows the result on GitHub: annotations, job summary and the pull request's comment. Returns the
 * URL of the comment, null where there is none. Nothing that GitHub does here changes the verdict.
 */
export async function publishResult(
  outcome: Omit<GateOutcome, "files">,
  context: PublishContext,
): Promise<string | null> {
  const { result } = outcome;
  const { env, log } = context;
  annotate(result, log);
  await writeSummary(env.GITHUB_STEP_SUMMARY, (budget) => renderSummary(result, { budget }), log);
  return commentOn(outcome, context);
}

async function commentOn(
  { result, exitStatus, commentMode }: Omit<GateOutcome, "files">,
  { inputs, event, env, log, sleep }: PublishContext,
): Promise<string | null> {
  const mode = inputs.comment ?? commentMode;
  const { pullRequest } = event;
  if (mode === "off" || pullRequest === null) return null;
  // A cancelled run has seconds left, and most often a newer one is under way.
  if (exitStatus === EXIT.interrupted) return null;
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? "").split("/");
  if (inputs.githubToken === null || !owner || !repo) {
    log.notice("No pull request comment: there is no github-token or no GITHUB_REPOSITORY.");
    return null;
  }
  const api = openComments({
    token: inputs.githubToken,
    baseUrl: env.GITHUB_API_URL || "https://api.github.com",
    owner,
    repo,
    pullRequest,
    signal: AbortSignal.timeout(COMMENT_DEADLINE_MS),
  });
  const runUrl = `${env.GITHUB_SERVER_URL}/${owner}/${repo}/actions/runs/${env.GITHUB_RUN_ID}`;
  const request = {
    key: stickyKey(env, inputs.config),
    runId: Number(env.GITHUB_RUN_ID ?? 0),
    attempt: Number(env.GITHUB_RUN_ATTEMPT ?? 1),
    mode,
    verdict: result.verdict,
    render: (budget: number) => renderComment(result, { budget, runUrl }),
  };
  return publishComment(api, request, log, sleep);
}
