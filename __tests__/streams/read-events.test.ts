import fc from "fast-check";
import { readEvents } from "../../src/streams/read-events";

const read = (text: string) => {
  const body = Buffer.from(text);
  return readEvents(body, [{ atMs: 1, bytes: body.length }]);
};
const data = (text: string) => read(text).events.map((event) => event.data);

test.each([
  ["one line", "data: a\n\n", ["a"]],
  ["several lines are one event", "data: a\ndata: b\n\n", ["a\nb"]],
  ["CR and CRLF end lines, too", "data: a\r\rdata: b\r\n\r\n", ["a", "b"]],
  ["one blank after the colon goes, no more", "data:a\n\ndata:  b\n\n", ["a", " b"]],
  ["comments are no events", ": ping\n\ndata: a\n\n: ping\n\n", ["a"]],
  ["a field without a colon is empty", "data\n\n", [""]],
  ["fields of other names are left out", "id: 3\nretry: 9\ndata: a\n\n", ["a"]],
  ["a byte order mark is none of the text", "\ufeffdata: a\n\n", ["a"]],
  ["only the first one", "data: \ufeffa\n\n", ["\ufeffa"]],
  ["an event without data is none", "event: x\n\ndata: a\n\n", ["a"]],
])("%s", (_, text, expected) => {
  expect(data(text)).toEqual(expected);
  expect(read(text).truncated).toBe(false);
});

test("an event is named, and the next is not", () => {
  const { events } = read("event: delta\ndata: a\n\ndata: b\n\n");
  expect(events.map(({ event }) => event)).toEqual(["delta", "message"]);
});

test.each(["data: a", "data: a\n", "data: a\n\ndata", "data: a\n\nda"])(
  "%j ends within an event",
  (text) => {
    expect(read(text).truncated).toBe(true);
  },
);

test("however the network splits it, the events and their times are the same", () => {
  const text = 'data: {"t":"Grüße 🐧"}\r\n\r\n: ping\n\ndata: a\ndata: b\n\n';
  const body = Buffer.from(text);
  const whole = read(text).events.map((event) => event.data);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: body.length - 1 })), (cuts) => {
      const ends = [...cuts.sort((a, b) => a - b), body.length];
      const arrivals = ends.map((bytes, i) => ({ atMs: i, bytes }));
      const { events } = readEvents(body, arrivals);
      expect(events.map((event) => event.data)).toEqual(whole);
      // An event is there once its last byte is.
      const last = Buffer.byteLength('data: {"t":"Grüße 🐧"}\r\n\r\n');
      expect(events[0]?.atMs).toBe(ends.findIndex((bytes) => bytes >= last));
      expect(events.at(-1)?.atMs).toBe(ends.length - 1);
    }),
  );
});
