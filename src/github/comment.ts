import { COMMENT_BUDGET } from "../report/render-comment";
import type { Verdict } from "../verdict/result";
import type { CommentsApi, IssueComment } from "./comments-api";
import type { CommentMode } from "./inputs";
import type { Logger } from "./logger";
import { isApiError, withRetries } from "./retry";
import { headOf, markerOf, planStep, stampOf } from "./sticky-comment";

export interface CommentRequest {
  key: string;
  runId: number;
  attempt: number;
  mode: CommentMode;
  verdict: Verdict;
  /** The visible part, in at most so many characters. */
  render(budget: number): string;
}

/** Tried in turn: the last is far below any limit of GitHub. */
const BUDGETS = [COMMENT_BUDGET, 30_000, 10_000];

/**
 * Writes the one comment of this gate, or brings it up to date. Returns its URL, null where there is
 * none. Never rejects: what GitHub does has no part in the verdict, so a fault is a notice.
 */
export async function publishComment(
  api: CommentsApi,
  request: CommentRequest,
  log: Logger,
  sleep: (ms: number) => Promise<unknown>,
): Promise<string | null> {
  try {
    // The whole is repeated, the listing too: a create that timed out may have come through.
    return await withRetries(() => writeOnce(api, request, log), sleep);
  } catch (error) {
    log.notice(explain(error));
    return null;
  }
}

async function writeOnce(
  api: CommentsApi,
  request: CommentRequest,
  log: Logger,
): Promise<string | null> {
  const { key, runId, attempt, mode, verdict, render } = request;
  const own = await findOwn(api, markerOf(key));
  const stamp = stampOf(render(COMMENT_BUDGET), runId, attempt);
  const step = planStep(own, stamp, mode, verdict);
  if (step.do === "leave") {
    log.info(`The pull request comment stays as it is: ${step.why}.`);
    return step.url;
  }
  const head = headOf(key, stamp);
  const written = await writeFitting(
    (budget) => head + render(budget - head.length),
    (body) => (step.do === "create" ? api.create(body) : api.update(step.id, body)),
  );
  await removeDuplicates(api, own.slice(1), log);
  return written.url;
}

/**
 * Anyone can write the marker into a comment of their own, so the author must match too: by login,
 * which is unique. `user.type` only says that it is some bot, and `performed_via_github_app` is null
 * for personal tokens.
 */
async function findOwn(api: CommentsApi, marker: string): Promise<IssueComment[]> {
  const marked = await api.listStartingWith(marker);
  if (marked.length === 0) return [];
  const login = (await api.whoAmI()).toLowerCase();
  return marked.filter(({ author }) => author.toLowerCase() === login);
}

/** Tries again in fewer characters where GitHub finds the body too long. */
async function writeFitting(
  render: (budget: number) => string,
  write: (body: string) => Promise<IssueComment>,
  [budget, ...smaller]: readonly number[] = BUDGETS,
): Promise<IssueComment> {
  try {
    return await write(render(budget ?? 0));
  } catch (error) {
    const tooLong = isApiError(error) && error.status === 422;
    if (!tooLong || smaller.length === 0) throw error;
    return writeFitting(render, write, smaller);
  }
}

/** Two runs at once may both have created one. The next run tries again where this fails. */
async function removeDuplicates(
  api: CommentsApi,
  duplicates: readonly IssueComment[],
  log: Logger,
): Promise<void> {
  try {
    for (const { id } of duplicates) await api.remove(id);
  } catch (error) {
    log.info(`A duplicate of the pull request comment stays: ${reasonOf(error)}.`);
  }
}

/** These say that the token may not write here: GitHub answers 404 where it may not even read. */
const REFUSED = new Set([401, 403, 404]);

function explain(error: unknown): string {
  const advice =
    isApiError(error) && REFUSED.has(error.status)
      ? " Writing one takes the permission pull-requests: write, which runs for forks never have."
      : "";
  return `No pull request comment, the report is in the job summary: ${reasonOf(error)}.${advice}`;
}

function reasonOf(error: unknown): string {
  if (isApiError(error) && error.response) return `GitHub answered ${error.status}`;
  return `GitHub was not reached (${error instanceof Error ? error.message : String(error)})`;
}
