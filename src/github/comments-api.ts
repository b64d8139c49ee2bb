import { getOctokit } from "@actions/github";

export interface IssueComment {
  id: number;
  body: string;
  /** Login of the author, "" for a deleted account. */
  author: string;
  /** Where people see it. */
  url: string;
}

/** The calls that a sticky comment needs, on one pull request. Each rejects with Octokit's error. */
export interface CommentsApi {
  /** Login of the token's own user, as it stands in the comments that the token writes. */
  whoAmI(): Promise<string>;
  /** Those whose body starts so, in ascending order of their ids. */
  listStartingWith(start: string): Promise<IssueComment[]>;
  create(body: string): Promise<IssueComment>;
  update(id: number, body: string): Promise<IssueComment>;
  remove(id: number): Promise<void>;
}

export interface CommentsTarget {
  token: string;
  /** GITHUB_API_URL; ends in /api/v3 on GitHub Enterprise Server. */
  baseUrl: string;
  owner: string;
  repo: string;
  pullRequest: number;
  signal: AbortSignal;
}

/** The version of the API that the calls are written for. */
export const HEADERS = {
  accept: "application/vnd.github+json",
  "x-github-api-version": "2022-11-28",
};
const PAGE_SIZE = 100;
/** GitHub takes no more than 2,500 comments on one pull request. */
const MOST_PAGES = 25;

/** Requests go through HTTPS_PROXY where it is set: `@actions/github` reads it, and NO_PROXY. */
export function openComments(target: CommentsTarget): CommentsApi {
  const { token, baseUrl, owner, repo, pullRequest, signal } = target;
  // What Octokit itself would print has not gone through our logger.
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = getOctokit(token, { baseUrl, log });
  const { issues } = octokit.rest;
  const common = { owner, repo, headers: HEADERS, request: { signal } };
  return {
    // GET /user is closed to GITHUB_TOKEN; this query is open to every kind of token.
    async whoAmI() {
      const query = "query { viewer { login } }";
      const answer = await octokit.graphql<{ viewer: { login: string } }>(query, {
        headers: HEADERS,
        request: { signal },
      });
      return answer.viewer.login;
    },
    async listStartingWith(start) {
      const found: IssueComment[] = [];
      for (let page = 1; page <= MOST_PAGES; page++) {
        const { data } = await issues.listComments({
          ...common,
          issue_number: pullRequest,
          per_page: PAGE_SIZE,
          page,
        });
        found.push(...data.map(simplify).filter(({ body }) => body.startsWith(start)));
        if (data.length < PAGE_SIZE) break;
      }
      return found.sort((a, b) => a.id - b.id);
    },
    async create(body) {
      return simplify(
        (await issues.createComment({ ...common, issue_number: pullRequest, body })).data,
      );
    },
    async update(id, body) {
      return simplify((await issues.updateComment({ ...common, comment_id: id, body })).data);
    },
    async remove(id) {
      await issues.deleteComment({ ...common, comment_id: id });
    },
  };
}

interface RawComment {
  id: number;
  body?: string;
  user: { login: string } | null;
  html_url: string;
}

function simplify({ id, body, user, html_url }: RawComment): IssueComment {
  return { id, body: body ?? "", author: user?.login ?? "", url: html_url };
}
