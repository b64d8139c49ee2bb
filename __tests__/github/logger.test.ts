import fc from "fast-check";
import { HOSTILE_PIECES } from "../support/hostile-text";
import { recordingLog } from "../support/recording-log";

/**
 * Whether the runner takes a line for a command, by the rules of `ActionCommand.TryParseV2` and
 * `TryParse` in actions/runner: `::name …::` after blanks, `##[name …]` anywhere.
 */
function isCommand(line: string): boolean {
  return /^\s*::[^\s:]+.*?::/.test(line) || /##\[[^\]]+\]/.test(line);
}

/** The runner reads lines; a lone carriage return ends one for .NET's reader. */
function commandsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter(isCommand);
}

function logged(text: string): string {
  const { log, lines } = recordingLog();
  log.info(text);
  return (lines[0] ?? "").replace(/^info: /, "");
}

describe("the rule of the runner, as written down here", () => {
  test.each([
    "::error::x",
    "  ::add-mask::x",
    "::set-output name=a::b",
    "text ##[error]x",
    "##[group]",
  ])("%j is a command", (line) => expect(isCommand(line)).toBe(true));

  test.each(["a ::error::x", "std::vector", "## [error]", ": :error::x"])("%j is none", (line) =>
    expect(isCommand(line)).toBe(false),
  );
});

describe("info", () => {
  test.each([
    "::error::pwned",
    "fine\n::add-mask::a",
    "fine\r::add-mask::a",
    "fine\r\n\t ::stop-commands::x",
    "\u001b[31m::error::x",
    "\u0085::error::x",
    "\u2028::error::x",
    "::\u001b[0m::error::x",
    "text ##[set-env name=NODE_OPTIONS]--require evil",
    "##\u001b[31m[error]x",
  ])("%j is not obeyed", (text) => {
    expect(commandsIn(logged(text))).toEqual([]);
  });

  test("no hostile text is obeyed", () => {
    const hostile = fc
      .array(fc.oneof(fc.constantFrom(...HOSTILE_PIECES, "::", "##[", "]", "error"), fc.string()))
      .map((pieces) => pieces.join(""));
    fc.assert(fc.property(hostile, (text) => expect(commandsIn(logged(text))).toEqual([])));
  });

  test("strips colour, and leaves honest text alone", () => {
    expect(logged("\u001b[1mbold\u001b[0m 50 % of std::vector")).toBe("bold 50 % of std::vector");
    expect(logged("two\nlines")).toBe("two\nlines");
    expect(logged("%0A::error::x")).toBe("%0A::error::x");
  });
});

describe("the other levels", () => {
  test("the group ends where the work fails", async () => {
    const { log, lines } = recordingLog();
    const work = log.group("a\n::b::", () => Promise.reject(new Error("no")));
    await expect(work).rejects.toThrow("no");
    expect(lines).toEqual(["group: a ::b::", "end of group"]);
  });

  test("the group gives what the work gives", async () => {
    const { log } = recordingLog();
    expect(await log.group("a", async () => 7)).toBe(7);
  });
});
