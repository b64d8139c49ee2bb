import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { BrokenExchangeError, describeBytes } from "./broken-exchange";

type Decoder = (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const inflateWrapped: Decoder = promisify(inflate);
const inflateBare: Decoder = promisify(inflateRaw);

/** "deflate" is the zlib format by RFC 9110, 8.4.1.2, but some servers send the bare stream. */
const inflateEither: Decoder = (body, options) => {
  const isZlib = body.length >= 2 && (body[0] ?? 0) % 16 === 8 && body.readUInt16BE(0) % 31 === 0;
  return (isZlib ? inflateWrapped : inflateBare)(body, options);
};

const unpack: Decoder = promisify(gunzip);

const DECODERS: Record<string, Decoder> = {
  gzip: unpack,
  "x-gzip": unpack,
  deflate: inflateEither,
  br: promisify(brotliDecompress),
  identity: async (body) => body,
};

/** Each layer multiplies what a few bytes can grow to, and no honest server needs more. */
const MAX_LAYERS = 2;

/**
 * Undoes `content-encoding`. Never holds more than `maxBytes` of output: decompression stops there.
 * Throws BrokenExchangeError `bad-encoding` or `too-large`.
 */
export async function decodeBody(
  body: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const layers = (contentEncoding ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  if (body.length === 0 || layers.length === 0) return body;
  if (layers.length > MAX_LAYERS) {
    throw new BrokenExchangeError(
      "bad-encoding",
      `the body is encoded ${layers.length} times over`,
    );
  }
  let decoded = body;
  for (const layer of layers.reverse()) {
    const decode = Object.hasOwn(DECODERS, layer) ? DECODERS[layer] : undefined;
    if (decode === undefined) {
      throw new BrokenExchangeError(
        "bad-encoding",
        `the body is encoded as ${JSON.stringify(layer.slice(0, 40))}, which was not asked for`,
      );
    }
    decoded = await decode(decoded, { maxOutputLength: maxBytes }).catch((error) => {
      throw explain(error, layer, maxBytes);
    });
  }
  return decoded;
}

function explain(error: NodeJS.ErrnoException, layer: string, maxBytes: number): Error {
  return error.code === "ERR_BUFFER_TOO_LARGE"
    ? new BrokenExchangeError(
        "too-large",
        `the decompressed body is larger than ${describeBytes(maxBytes)}`,
      )
    : new BrokenExchangeError("bad-encoding", `the body is not the ${layer} that its header says`);
}
