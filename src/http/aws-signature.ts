import { sign } from "aws4";
import type { AwsCredentials } from "../config/types";

/** What a signature covers. */
export interface SignedParts {
  method: string;
  host: string;
  /** Absolute path and query, as on the wire. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer | null;
}

/**
 * The headers of AWS Signature Version 4 (AWS General Reference, "Create a signed AWS API request").
 * Valid for five minutes from the moment of signing.
 */
export function awsSignature(
  credentials: AwsCredentials,
  { method, host, path, headers, body }: SignedParts,
  now: Date,
): Record<string, string> {
  const contentType = headers["content-type"];
  const signed = sign(
    {
      method,
      host,
      path,
      service: credentials.service,
      region: credentials.region,
      // Only what no proxy on the way may change.
      headers: {
        "X-Amz-Date": now.toISOString().replace(/[-:]|\.\d+/g, ""),
        ...(contentType === undefined ? {} : { "content-type": contentType }),
      },
      ...(body === null ? {} : { body }),
    },
    {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      ...(credentials.sessionToken === null ? {} : { sessionToken: credentials.sessionToken }),
    },
  );
  const sent = ["authorization", "x-amz-date", "x-amz-security-token"];
  return Object.fromEntries(
    Object.entries(signed.headers ?? {})
      .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
      .filter(([name]) => sent.includes(name)),
  );
}
