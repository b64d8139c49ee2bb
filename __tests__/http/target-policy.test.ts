import type { LookupOptions } from "node:dns";
import fc from "fast-check";
import { findForbidden, guardLookup, isLoopback, refuseHost } from "../../src/http/target-policy";

const octet = fc.integer({ min: 0, max: 255 });

describe("forbidden addresses", () => {
  test("all of link-local IPv4, plain and inside IPv6", () => {
    fc.assert(
      fc.property(octet, octet, (c, d) => {
        const dotted = `169.254.${c}.${d}`;
        for (const address of [dotted, `::ffff:${dotted}`, `::${dotted}`, `64:ff9b::${dotted}`]) {
          expect([address, findForbidden(address)]).toEqual([
            address,
            expect.stringContaining("link-local"),
          ]);
        }
      }),
    );
  });

  test.each([
    "fe80::1",
    "fe80::1%eth0",
    "febf:ffff::1",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "fd20:ce::254",
    "100.100.100.200",
    "::ffff:100.100.100.200",
    "168.63.129.16",
    "::ffff:a83f:8110",
    "169.254.170.2",
    "not an address",
  ])("%s", (address) => {
    expect(findForbidden(address)).not.toBeNull();
  });

  test.each([
    "127.0.0.1",
    "::1",
    "0.0.0.0",
    "10.1.2.3",
    "192.168.1.1",
    "172.16.0.1",
    "fd12:3456::1",
    "169.253.255.255",
    "169.255.0.0",
    "100.100.100.201",
    "fec0::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
  ])("not %s", (address) => {
    expect(findForbidden(address)).toBeNull();
  });
});

test.each([
  ["metadata.google.internal", true],
  ["Metadata.Google.Internal.", true],
  ["instance-data", true],
  ["[fe80::1]", true],
  ["169.254.169.254.", true],
  ["models.example.com", false],
  ["my-metadata.google.internal.example.com", false],
])("refuseHost(%s) is %s", (host, refused) => {
  expect(refuseHost(host) !== null).toBe(refused);
});

test.each([
  ["localhost", true],
  ["LOCALHOST.", true],
  ["api.localhost", true],
  ["127.8.9.10", true],
  ["[::1]", true],
  ["0.0.0.0", true],
  ["[::]", true],
  ["[::ffff:127.0.0.1]", true],
  ["localhost.example.com", false],
  ["10.0.0.1", false],
])("isLoopback(%s) is %s", (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});

describe("guardLookup", () => {
  const resolve = (options: LookupOptions, ...found: string[]) =>
    new Promise((done) => {
      guardLookup((_name, _options, callback) =>
        callback(
          null,
          found.map((address) => ({ address, family: 4 })),
        ),
      )("model.test", options, (...args) => done(args));
    });

  test("answers in the form that was asked for", async () => {
    expect(await resolve({}, "10.0.0.1")).toEqual([null, "10.0.0.1", 4]);
    expect(await resolve({ all: true }, "10.0.0.1")).toEqual([
      null,
      [{ address: "10.0.0.1", family: 4 }],
    ]);
  });

  test("leaves out what is forbidden, and fails where nothing is left", async () => {
    expect(await resolve({}, "169.254.1.1", "10.0.0.1")).toEqual([null, "10.0.0.1", 4]);
    expect(await resolve({}, "169.254.1.1")).toEqual([
      expect.objectContaining({ code: "FORBIDDEN_ADDRESS" }),
      "",
      0,
    ]);
  });

  test("passes on the failure of the resolver, and a single address", async () => {
    const failure = Object.assign(new Error("no"), { code: "EAI_AGAIN" });
    const ask = (lookup: Parameters<typeof guardLookup>[0]) =>
      new Promise((done) => guardLookup(lookup)("x", {}, (...args) => done(args)));
    expect(await ask((_n, _o, callback) => callback(failure, ""))).toEqual([failure, "", 0]);
    expect(await ask((_n, _o, callback) => callback(null, "::1", 6))).toEqual([null, "::1", 6]);
  });
});
