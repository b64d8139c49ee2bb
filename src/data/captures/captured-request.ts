/** What of a captured head goes with the request: nothing that could hold a secret of someone else. */
const CARRIED = ["content-type", "accept", "accept-language", "inference-header-content-length"];

/** One request of real traffic, as a cell. Where it went, and as whom, is left behind. */
export class CapturedRequest {
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    /** Always with a slash in front; the query belongs to it. */
    readonly path: string,
    headers: Iterable<readonly [name: string, value: string]>,
    readonly body: Buffer,
    /** When it was sent, milliseconds since 1970; null where the capture does not say. */
    readonly atMs: number | null,
  ) {
    const given = [...headers].map(([name, value]) => [name.toLowerCase(), value.trim()] as const);
    this.headers = Object.fromEntries(given.filter(([name]) => CARRIED.includes(name)));
  }
}

/** Methods that ask for an inference. The others ask for something else, or change the server. */
export function isInference(method: string): boolean {
  return method === "POST";
}

/** The path and query of a URL or of a request target; null where it is neither. */
export function pathOf(target: string): string | null {
  try {
    const { pathname, search } = new URL(target, "http://captured");
    return pathname + search;
  } catch {
    return null;
  }
}
