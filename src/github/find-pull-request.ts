import { getOctokit } from "@actions/github";
import type { Environment } from "../config/interpolate";
import { HEADERS } from "./comments-api";
import type { Logger } from "./logger";

/**
 * The open pull request with this head. A `workflow_run` names none for a fork's, and what the fork's
 * run has left behind must not say whose pull request is commented on; nor may a fork that pushed
 * somebody else's commit speak on that one's. Null where there is none, or GitHub does not tell.
 */
export async function findPullRequest(
  { headSha, headLabel }: { headSha: string; headLabel: string | null },
  { token, env, log }: { token: string; env: Environment; log: Logger },
): Promise<number | null> {
  const [owner, repo] = (env.GITHUB_REPOSITORY ?? "").split("/");
  if (!owner || !repo) return null;
  const silent = () => {};
  const { rest } = getOctokit(token, {
    baseUrl: env.GITHUB_API_URL || "https://api.github.com",
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  try {
    const { data } = await rest.repos.listPullRequestsAssociatedWithCommit({
      owner,
      repo,
      commit_sha: headSha,
      headers: HEADERS,
      request: { signal: AbortSignal.timeout(30_000) },
    });
    const found = data.find(
      ({ state, head }) =>
        state === "open" &&
        head.sha === headSha &&
        (headLabel === null || head.label === headLabel),
    );
    return found?.number ?? null;
  } catch (error) {
    log.notice(
      `No pull request comment: GitHub did not say which it is (${(error as Error).message}).`,
    );
    return null;
  }
}
