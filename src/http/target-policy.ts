import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * Which addresses are no endpoints: link-local ones and the metadata services of clouds, which hand
 * out credentials to whoever asks from inside. Loopback and private addresses are what people test
 * against and stay allowed; 0.0.0.0 and :: connect to this machine and count as loopback.
 *
 * Judged after name resolution, on the very addresses that the socket then connects to, so that a
 * name cannot answer one thing to the check and another to the connection.
 */
const IPV4: readonly [network: string, bits: number, what: string][] = [
  ["169.254.0.0", 16, "a link-local address, where clouds serve credentials"], // RFC 3927
  ["100.100.100.200", 32, "a cloud metadata address"], // Alibaba Cloud
  ["168.63.129.16", 32, "a cloud metadata address"], // Azure wire server
  ["192.0.0.192", 32, "a cloud metadata address"], // Oracle Cloud
];
const IPV6: readonly [network: string, bits: number, what: string][] = [
  ["fe80::", 10, "a link-local address"], // RFC 4291
  ["fd00:ec2::", 32, "a cloud metadata address"], // AWS: ::254 instances, ::23 EKS pod identity
  ["fd20:ce::254", 128, "a cloud metadata address"], // Google Cloud
  ["fd00:c1::a9fe:a9fe", 128, "a cloud metadata address"], // Oracle Cloud
  ["fd00:42::42", 128, "a cloud metadata address"], // Scaleway
];
/** IPv4 inside IPv6: mapped and compatible (RFC 4291), NAT64 (RFC 6052). */
const EMBEDDINGS = ["::ffff:", "::", "64:ff9b::"];

const HOST_NAMES = new Set([
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "instance-data",
  "instance-data.ec2.internal",
]);

const RULES = [
  ...IPV4.map(([network, bits, what]) => ({ what, list: listOf(network, bits, "ipv4") })),
  ...IPV4.flatMap(([network, bits, what]) =>
    EMBEDDINGS.map((prefix) => ({ what, list: listOf(prefix + network, 96 + bits, "ipv6") })),
  ),
  ...IPV6.map(([network, bits, what]) => ({ what, list: listOf(network, bits, "ipv6") })),
];

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("0.0.0.0", "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
LOOPBACK.addAddress("::", "ipv6");

export class ForbiddenAddressError extends Error {
  readonly code = "FORBIDDEN_ADDRESS";
}

/** What is wrong with connecting to an IP address, null where nothing is. */
export function findForbidden(address: string): string | null {
  const [bare = ""] = address.split("%"); // a zone, as in fe80::1%eth0
  const version = isIP(bare);
  if (version === 0) return "not an IP address";
  const family = version === 6 ? "ipv6" : "ipv4";
  return RULES.find(({ list }) => list.check(bare, family))?.what ?? null;
}

/** Judges a host as it stands in a URL, before resolution: literal addresses and known names. */
export function refuseHost(hostname: string): ForbiddenAddressError | null {
  const host = bareHost(hostname);
  if (isIP(host) !== 0) {
    const what = findForbidden(host);
    return what === null ? null : new ForbiddenAddressError(`${host} is ${what}`);
  }
  return HOST_NAMES.has(host)
    ? new ForbiddenAddressError(`${host} is the metadata service of a cloud`)
    : null;
}

export function isLoopback(hostname: string): boolean {
  const host = bareHost(hostname);
  const version = isIP(host);
  if (version === 0) return host === "localhost" || host.endsWith(".localhost");
  return LOOPBACK.check(host, version === 6 ? "ipv6" : "ipv4");
}

/**
 * Name resolution that hands out permitted addresses only. A name with none left fails; one with
 * some left is fine, since no other is ever connected to.
 */
export function guardLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, "", 0);
      const all = typeof found === "string" ? [{ address: found, family: family ?? 4 }] : found;
      const allowed = all.filter(({ address }) => findForbidden(address) === null);
      const first = allowed[0];
      if (first === undefined) return callback(explainRefusal(hostname, all[0]?.address), "", 0);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function explainRefusal(hostname: string, address: string | undefined): Error {
  if (address === undefined) {
    return Object.assign(new Error(`${hostname} has no address`), { code: "ENOTFOUND" });
  }
  return new ForbiddenAddressError(`${hostname} resolves to ${address}, ${findForbidden(address)}`);
}

/** Lower case, without the brackets of IPv6 and the dot that ends an absolute name. */
function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

function listOf(network: string, bits: number, family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list;
}
