import fc from "fast-check";
import { membersOf } from "../../src/json-marks";

test("the members of an object, each value as it is written", () => {
  const text = '{ "a": 1.0, "b" : {"c":[1, {"d":"},"}]} ,"e\\"f":"x\\\\", "a": [ ] , "":-1e5 }';
  expect(membersOf(text)).toEqual([
    { key: "a", text: "1.0" },
    { key: "b", text: '{"c":[1, {"d":"},"}]}' },
    { key: 'e"f', text: '"x\\\\"' },
    { key: "a", text: "[ ]" },
    { key: "", text: "-1e5" },
  ]);
  expect(membersOf(" {} ")).toEqual([]);
});

test("the members of whatever is written are those that are read", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (object, spaces) => {
      const members = membersOf(JSON.stringify(object, null, spaces));
      expect(members.map(({ key }) => key)).toEqual(Object.keys(object));
      expect(members.map(({ text }) => JSON.parse(text))).toEqual(
        Object.values(JSON.parse(JSON.stringify(object))),
      );
    }),
  );
});

test.each(["x", "\\\\", '\\"'])("a string of many MB, of %s", (piece) => {
  const long = piece.repeat(12_000_000 / piece.length);
  const [member] = membersOf(`{"a":"${long}","b":1}`);
  expect(member?.text.length).toBe(long.length + 2);
});
