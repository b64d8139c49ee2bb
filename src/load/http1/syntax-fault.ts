/**
 * What came is not an answer in HTTP/1.1. Named and worded as undici's own, so that the same fault is
 * told in the same words whichever client met it (`http/classify-failure.ts`).
 */
export class SyntaxFault extends Error {
  override readonly name = "HTTPParserError";

  constructor(reason: string) {
    super(`Response does not match the HTTP/1.1 protocol (${reason})`);
  }
}

/** A head, or what stands in a body beside it, is longer than any honest one. By undici's code, too. */
export class HeadOverflow extends Error {
  readonly code = "UND_ERR_HEADERS_OVERFLOW";
}
