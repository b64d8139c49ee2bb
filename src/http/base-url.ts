import { InfergateError } from "../errors";

const SCHEMES = ["http:", "https:", "grpc:", "grpcs:"];

/** Whether an endpoint is spoken to over gRPC: `grpc://` in the clear, `grpcs://` over TLS. */
export function isGrpcUrl(url: string): boolean {
  return /^grpcs?:/i.test(url);
}

/**
 * The base URL of an endpoint, checked. The path is kept and requests are appended to it; a query is
 * kept too and sent with every request, because some gateways carry a version or a key there. gRPC
 * has neither. Credentials in the URL are refused: they would end up in messages and reports.
 */
export function parseBaseUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw badUrl(`The URL ${show(text)} cannot be read`, suggestion(text));
  }
  if (!SCHEMES.includes(url.protocol)) {
    throw badUrl(
      `The URL ${show(text)} does not begin with http://, https://, grpc:// or grpcs://`,
      suggestion(text),
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw badUrl(
      `The URL of ${url.host} contains a user name or a password`,
      "Take it out of the URL and use auth: { basic: { username, password } }.",
    );
  }
  if (url.hash !== "") {
    throw badUrl(
      `The URL of ${url.host} has a fragment (#…), which is never sent`,
      "Take it out of the URL.",
    );
  }
  return isGrpcUrl(text) ? checkGrpc(url) : url;
}

/** The same of a URL that is asked over HTTP alone, as that of Prometheus. */
export function parseHttpUrl(text: string): URL {
  if (!isGrpcUrl(text)) return parseBaseUrl(text);
  throw badUrl(
    `The URL ${show(text)} does not begin with http:// or https://`,
    "Only the endpoint of a model can be asked over gRPC.",
  );
}

function checkGrpc(url: URL): URL {
  // Of a scheme that they do not know, URLs take any host as it is; HTTP's rules fold and encode names.
  const asHttp = `http://${url.host}`;
  if (url.host !== "" && URL.canParse(asHttp)) url.hostname = new URL(asHttp).hostname;
  const { host, pathname, search } = url;
  if (host !== "" && pathname.replaceAll("/", "") === "" && search === "" && portOf(url) !== "") {
    url.pathname = "";
    return url;
  }
  throw badUrl(
    `The URL of ${host} is not ${url.protocol}//host:port: gRPC has a port, and no path or query`,
    "Write for example grpc://localhost:8001, or grpcs://models.example.com over TLS (port 443).",
  );
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  "http:": "80",
  "https:": "443",
  "grpcs:": "443",
};

/** The port that a URL names or means; "" where it must name one and does not (`grpc:`). */
export function portOf({ port, protocol }: URL): string {
  return port || (DEFAULT_PORTS[protocol] ?? "");
}

/**
 * Path and query of a request: "/prefix/" and "/v2/models" make "/prefix/v2/models"; "" is the base
 * URL itself, its trailing slash included, since some servers tell the two apart.
 */
export function joinPath(base: URL, path: string): string {
  const cut = path.indexOf("?");
  const [name, query] = cut < 0 ? [path, ""] : [path.slice(0, cut), path.slice(cut + 1)];
  if (name !== "" && !name.startsWith("/")) {
    throw new InfergateError(
      "config/bad-path",
      `The request path ${show(path)} does not begin with "/"`,
      `Write ${show(`/${path}`)}.`,
    );
  }
  const pathname = name === "" ? base.pathname : base.pathname.replace(/\/+$/, "") + name;
  const search = [base.search.slice(1), query].filter((part) => part !== "").join("&");
  return encodeIllegal(search === "" ? pathname : `${pathname}?${search}`);
}

/** `URL.origin` is "null" for schemes that browsers do not know. */
export function originOf({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** For messages: no query, since keys are carried there, and no trailing slash. */
export function displayUrl(base: URL): string {
  return originOf(base) + base.pathname.replace(/\/+$/, "");
}

/** Percent-encodes what may not stand in a request line; line breaks must not reach the wire. */
function encodeIllegal(path: string): string {
  return path.replace(/[^\x21-\x7e]|#/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  );
}

function badUrl(message: string, hint: string): InfergateError {
  return new InfergateError("config/bad-url", message, hint);
}

/** What stands before an "@" may be a password. */
function show(text: string): string {
  return JSON.stringify(text.replace(/^[^@]*@/, "…@").slice(0, 200));
}

function suggestion(text: string): string {
  const hostLike = /^(localhost|[\w-]+(\.[\w-]+)*|\[[0-9a-f:.]+\])(:\d+)?([/?].*)?$/i;
  return hostLike.test(text) && !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? `Write ${show(`http://${text}`)} or ${show(`https://${text}`)}.`
    : "Write for example http://localhost:8080 or https://models.example.com/prefix.";
}
