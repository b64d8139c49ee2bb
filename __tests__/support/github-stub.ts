import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * As much of GitHub's API as a sticky comment needs, held to its documented shape
 * (docs.github.com/rest/issues/comments, /rest/using-the-rest-api, /graphql). A request that GitHub
 * does not document is a violation: tests end with `expect(stub.violations).toEqual([])`.
 */
export interface GitHubStub {
  /** What GITHUB_API_URL says. */
  url: string;
  comments: StubComment[];
  /** "GET /repos/…", in order of arrival. */
  requests: string[];
  violations: string[];
  /** What the next matching requests get instead; each is used up once. */
  faults: Fault[];
  close(): Promise<void>;
}

export interface StubComment {
  id: number;
  body: string;
  author: string;
}

export interface Fault {
  /** Start of "METHOD /path". */
  on: string;
  status: number;
  headers?: Record<string, string>;
  /** Carries the request out, and then answers with the fault all the same. */
  afterwards?: boolean;
  /** Breaks the connection instead of answering. */
  reset?: boolean;
}

export interface StubOptions {
  /** Whom the token belongs to. */
  login?: string;
  token?: string;
  /** "read" is the token of a fork's pull request. */
  permission?: "write" | "read";
  /** "/api/v3" is GitHub Enterprise Server. */
  prefix?: "" | "/api/v3";
  comments?: StubComment[];
  /** Heads of pull request 2, which is open. */
  heads?: string[];
}

export const PULL_REQUEST = "/repos/octo/models/issues/2/comments";
/** Whose branch pull request 2 is of. */
export const HEAD_LABEL = "octo-fork:change";
export const COMMENT = "/repos/octo/models/issues/comments/";
export const BOT = "github-actions[bot]";
const MOST_CHARACTERS = 65_536;

interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

type Answer = { status: number; data?: unknown };

export async function startGitHubStub({
  login = BOT,
  token = "ghs_stub",
  permission = "write",
  prefix = "",
  comments = [],
  heads = [],
}: StubOptions = {}): Promise<GitHubStub> {
  const stub = { comments, requests: [], violations: [], faults: [] } as unknown as GitHubStub;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", "http://stub");
    const line = `${request.method} ${url.pathname}${url.search}`;
    stub.requests.push(line);
    const call: Call = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      body: await readJson(request, (text) => stub.violations.push(`${line}: ${text}`)),
    };
    for (const text of checkHeaders(request, token)) stub.violations.push(`${line}: ${text}`);

    const index = stub.faults.findIndex(({ on }) => line.startsWith(on));
    const [fault] = index < 0 ? [] : stub.faults.splice(index, 1);
    if (fault?.reset) return void request.socket.destroy();
    if (fault && !fault.afterwards) return send(response, fault, { message: "fault" });
    const route = ROUTES.find((one) => one.matches(call, prefix));
    if (!route) {
      stub.violations.push(`${line}: GitHub documents no such request`);
      return send(response, { status: 404 }, { message: "Not Found" });
    }
    for (const text of route.check(call)) stub.violations.push(`${line}: ${text}`);
    const forbidden = permission === "read" && route.writes;
    const { status, data } = forbidden
      ? { status: 403, data: { message: "Resource not accessible by integration" } }
      : route.answer(call, stub.comments, login, heads);
    send(response, fault ?? { status }, data);
  }

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  stub.close = () => close(server);
  return stub;
}

interface Route {
  writes: boolean;
  matches(call: Call, prefix: string): boolean;
  /** What is wrong with the request. */
  check(call: Call): string[];
  answer(call: Call, comments: StubComment[], login: string, heads: string[]): Answer;
}

const ROUTES: Route[] = [
  {
    // docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit
    writes: false,
    matches: ({ method, path }, prefix) =>
      method === "GET" && PULLS_OF_COMMIT.test(path) && path.startsWith(prefix),
    check: ({ query }) => checkPage(query),
    answer: ({ path }, _, __, heads) => {
      const [, sha = ""] = PULLS_OF_COMMIT.exec(path) ?? [];
      const label = HEAD_LABEL;
      const pull = { number: 2, state: "open", head: { sha, label } };
      const closed = { number: 9, state: "closed", head: { sha, label } };
      // Another fork with the very same commit on a branch of its own.
      const twin = { number: 7, state: "open", head: { sha, label: "mallory:change" } };
      return { status: 200, data: heads.includes(sha) ? [closed, twin, pull] : [closed] };
    },
  },
  {
    writes: false,
    matches: ({ method, path }, prefix) =>
      method === "POST" && path === (prefix === "/api/v3" ? "/api/graphql" : "/graphql"),
    check: ({ body }) => onlyFields(body, ["query"]),
    answer: (_, __, login) => ({ status: 200, data: { data: { viewer: { login } } } }),
  },
  {
    writes: false,
    matches: ({ method, path }, prefix) => method === "GET" && path === prefix + PULL_REQUEST,
    check: ({ query }) => checkPage(query),
    answer({ query }, comments) {
      const size = Number(query.get("per_page") ?? 30);
      const start = (Number(query.get("page") ?? 1) - 1) * size;
      const byId = [...comments].sort((a, b) => a.id - b.id);
      return { status: 200, data: byId.slice(start, start + size).map(show) };
    },
  },
  {
    writes: true,
    matches: ({ method, path }, prefix) => method === "POST" && path === prefix + PULL_REQUEST,
    check: checkBody,
    answer({ body }, comments, login) {
      const text = (body as { body: string }).body;
      if (text.length > MOST_CHARACTERS) return tooLong();
      const id = Math.max(1000, ...comments.map((one) => one.id)) + 1;
      const comment = { id, body: text, author: login };
      comments.push(comment);
      return { status: 201, data: show(comment) };
    },
  },
  {
    writes: true,
    matches: ({ method, path }, prefix) => method === "PATCH" && isComment(path, prefix),
    check: checkBody,
    answer({ path, body }, comments) {
      const text = (body as { body: string }).body;
      if (text.length > MOST_CHARACTERS) return tooLong();
      const comment = comments.find(({ id }) => path.endsWith(`/${id}`));
      if (!comment) return { status: 404, data: { message: "Not Found" } };
      comment.body = text;
      return { status: 200, data: show(comment) };
    },
  },
  {
    writes: true,
    matches: ({ method, path }, prefix) => method === "DELETE" && isComment(path, prefix),
    check: ({ body }) => (body === null ? [] : ["a body where GitHub takes none"]),
    answer({ path }, comments) {
      const index = comments.findIndex(({ id }) => path.endsWith(`/${id}`));
      if (index < 0) return { status: 404, data: { message: "Not Found" } };
      comments.splice(index, 1);
      return { status: 204 };
    },
  },
];

const PULLS_OF_COMMIT = /\/repos\/octo\/models\/commits\/([0-9a-f]{40})\/pulls$/;

function isComment(path: string, prefix: string): boolean {
  const start = prefix + COMMENT;
  return path.startsWith(start) && /^\d+$/.test(path.slice(start.length));
}

function checkHeaders({ headers, method, url }: IncomingMessage, token: string): string[] {
  const graphql = url?.includes("graphql");
  const expected: [string, RegExp][] = [
    ["accept", /^application\/vnd\.github(\.v3)?\+json$/],
    ["authorization", new RegExp(`^(token|bearer) ${token}$`, "i")],
    ["user-agent", /\S/],
    ["x-github-api-version", graphql ? /^/ : /^2022-11-28$/],
    ["content-type", method === "POST" || method === "PATCH" ? /^application\/json/ : /^/],
  ];
  return expected
    .filter(([name, pattern]) => !pattern.test(String(headers[name] ?? "")))
    .map(([name]) => `${name}: ${headers[name]}`);
}

function checkPage(query: URLSearchParams): string[] {
  const unknown = [...query.keys()].filter((key) => !["per_page", "page", "since"].includes(key));
  const size = Number(query.get("per_page") ?? 30);
  const page = Number(query.get("page") ?? 1);
  return [
    ...unknown.map((key) => `unknown parameter ${key}`),
    ...(size >= 1 && size <= 100 ? [] : [`per_page ${size}`]),
    ...(page >= 1 ? [] : [`page ${page}`]),
  ];
}

function checkBody({ body }: Call): string[] {
  const text = (body as { body?: unknown } | null)?.body;
  const valid = typeof text === "string" && text !== "";
  return [...onlyFields(body, ["body"]), ...(valid ? [] : ["body is no text"])];
}

function onlyFields(body: unknown, names: string[]): string[] {
  const found = Object.keys(body ?? {});
  return found.join() === names.join() ? [] : [`fields ${found.join()}, expected ${names.join()}`];
}

function show({ id, body, author }: StubComment): object {
  const type = author.endsWith("[bot]") ? "Bot" : "User";
  return {
    id,
    body,
    user: author === "" ? null : { login: author, type },
    html_url: `https://github.test/octo/models/pull/2#issuecomment-${id}`,
  };
}

function tooLong(): Answer {
  const message = `body is too long (maximum is ${MOST_CHARACTERS} characters)`;
  const errors = [{ resource: "IssueComment", code: "unprocessable", field: "data", message }];
  return { status: 422, data: { message: "Validation Failed", errors } };
}

function send(
  response: ServerResponse,
  { status, headers }: Pick<Fault, "status" | "headers">,
  data: unknown,
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(data === undefined || status === 204 ? undefined : JSON.stringify(data));
}

async function readJson(request: IncomingMessage, violation: (text: string) => void) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    violation("the body is not JSON");
    return null;
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
