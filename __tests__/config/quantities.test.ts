import fc from "fast-check";
import { parseBytes, parseDuration, parseQuantity, parseRate } from "../../src/config/quantities";

test.each([
  ["120ms", 120],
  ["5s", 5000],
  ["1.5s", 1500],
  ["2m", 120_000],
  ["1h", 3_600_000],
  ["-5s", -5000],
  ["5", null],
  ["5%", null],
  ["5 minutes", null],
  ["s", null],
  ["", null],
])("the duration %s is %d ms", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  ["2GiB", 2 ** 31],
  ["2 GB", 2e9],
  ["1.5MB", 1.5e6],
  ["512KiB", 524_288],
  ["1kB", 1000],
  ["7B", 7],
  ["7", null],
  ["7Gb", null],
  ["-1GB", null],
])("the size %s is %d bytes", (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each([
  ["20/s", 20],
  ["600/m", 10],
  ["0.5/s", 0.5],
  ["20", null],
  ["20/h", null],
  ["/s", null],
])("the rate %s is %d per second", (text, rate) => {
  expect(parseRate(text)).toBe(rate);
});

test.each([
  ["1%", 0.01],
  ["99.9%", 0.999],
  ["29%", 0.29],
  ["57 %", 0.57],
])("the share %s is %d", (text, share) => {
  expect(parseQuantity(text)).toEqual({ value: share, unit: "share" });
});

test("a percentage is the very number that the fraction is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
      const percent = `${(thousandths / 1000).toFixed(3)}%`;
      expect(parseQuantity(percent)?.value).toBe(Number((thousandths / 100_000).toFixed(5)));
    }),
  );
});

test.each([0.95, "0.95"])("a bare number has no unit: %j", (given) => {
  expect(parseQuantity(given)).toEqual({ value: 0.95, unit: "none" });
});
