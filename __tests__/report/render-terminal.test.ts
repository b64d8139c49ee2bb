import { renderTerminal } from "../../src/report/render-terminal";
import { displayWidth } from "../../src/report/wrap-text";
import { RESULTS } from "../support/results";

const blocked = RESULTS.blocked as NonNullable<(typeof RESULTS)[string]>;
const files = ["infergate-report/summary.md"];
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what it looks for
const COLOUR = /\u001b\[\d+m/g;

test.each([40, 80, 132])(
  "nothing is wider than %d columns but what is there to be copied",
  (columns) => {
    const lines = renderTerminal(blocked, { colour: false, columns, files }).split("\n");
    const wide = lines.filter((line) => displayWidth(line) >= columns);
    expect(wide.every((line) => line.startsWith("Again:"))).toBe(true);
  },
);

test("colour is added where it is asked for, and changes nothing else", () => {
  const plain = renderTerminal(blocked, { colour: false, columns: 80, files });
  const coloured = renderTerminal(blocked, { colour: true, columns: 80, files });
  expect(plain).not.toMatch(COLOUR);
  expect(coloured).toMatch(COLOUR);
  expect(coloured.replace(COLOUR, "")).toBe(plain);
});
