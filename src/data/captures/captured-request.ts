/** What of a captured head goes with the request: nothing that could hold a secret of someone else. */
const CARRIED = [
  "content-type",
  "content-encoding",
  "accept",
  "accept-language",
  "inference-header-content-length",
];

/** One request of real traffic, as a cell. Where it went, and as whom, is left behind. */
export class CapturedRequest {
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    /** Always with a slash in front; the query belongs to it. */
    readonly path: string,
    headers: Iterable<readonly [name: string, value: string]>,
    readonly body: Buffer,
    /**
     * When it was sent, in milliseconds after the first request of the capture that is sent; below 0
     * where the capture is not in the order of time, null where it does not say.
     */
    readonly offsetMs: number | null,
  ) {
    const given = [...headers].map(([name, value]) => [name.toLowerCase(), value.trim()] as const);
    this.headers = Object.fromEntries(given.filter(([name]) => CARRIED.includes(name)));
  }
}

/** The path and query of a URL or of a request target; null where it is neither. */
export function pathOf(target: string): string | null {
  try {
    // A target that begins with a slash has no host in it, not even where it begins with two.
    const { pathname, search } = target.startsWith("/")
      ? new URL(`http://captured${target}`)
      : new URL(target, "http://captured");
    return pathname.startsWith("/") ? pathname + search : null;
  } catch {
    return null;
  }
}
