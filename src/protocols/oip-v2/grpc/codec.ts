import { InfergateError } from "../../../errors";
import { type GrpcLibrary, loadGrpcLibrary } from "../../../http/grpc/load-library";
import type { HttpAnswer, HttpRequest } from "../../../http/types";
import { textOrBase64 } from "../decode-binary";
import { DESCRIPTOR, METHODS, type Method } from "./messages";

/** A message by its fields' names; bytes are Buffers, whole numbers plain ones. */
export type Fields = Readonly<Record<string, unknown>>;

/** Messages to bytes and back. */
export interface Codec {
  request(method: Method, fields: Fields): HttpRequest;
  /** Fields that were not sent are there with their defaults. Throws `answer/protobuf`. */
  read(method: Method, answer: HttpAnswer): Fields;
  /** A request's message, or an answer's, as JSON; null where there is none. */
  toText(request: HttpRequest, answer: HttpAnswer | null): string | null;
}

export async function loadCodec(): Promise<Codec> {
  return createCodec(await loadGrpcLibrary());
}

function createCodec({ Root }: Pick<GrpcLibrary, "Root">): Codec {
  const root = Root.fromJSON(DESCRIPTOR);
  const read = (type: string, body: Buffer, defaults: boolean) => {
    const message = root.lookupType(type);
    return message.toObject(message.decode(body), { longs: Number, defaults });
  };
  return {
    request(method, fields) {
      const type = root.lookupType(`${method}Request`);
      return {
        method: "POST",
        path: METHODS[method],
        headers: { "content-type": "application/grpc" },
        body: Buffer.from(type.encode(type.fromObject(fields)).finish()),
      };
    },
    read(method, { body }) {
      const type = `${method}Response`;
      try {
        return read(type, body, true);
      } catch (error) {
        throw new InfergateError(
          "answer/protobuf",
          `the answer is no ${type}: ${(error as Error).message}`,
        );
      }
    },
    toText({ path, body }, answer) {
      const method = path.slice(path.lastIndexOf("/") + 1);
      const bytes = answer === null ? body : answer.body;
      if (!Object.hasOwn(METHODS, method) || bytes === null) return null;
      if (answer !== null && answer.status !== 200) return null;
      try {
        return toJson(read(`${method}${answer === null ? "Request" : "Response"}`, bytes, false));
      } catch {
        return null;
      }
    },
  };
}

/** Bytes are shown as the text that they mostly are. */
function toJson(fields: Fields): string {
  return JSON.stringify(fields, function (this: Fields, key, value: unknown) {
    const raw = this[key];
    return Buffer.isBuffer(raw) ? textOrBase64(raw) : value;
  });
}
