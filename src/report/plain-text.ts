import { visibleText } from "./visible-text";

/**
 * Text for a terminal or a log: no control sequence survives, and no line is a command to the runner.
 * Line breaks stay.
 */
export function plainText(text: string, limit?: number): string {
  return visibleText(text, limit).split("\n").map(defuseCommand).join("\n");
}

/**
 * One line that GitHub's runner will not take for a workflow command. It reads `::` after leading
 * blanks, and the older `##[` anywhere in a line.
 */
export function defuseCommand(line: string): string {
  return line.replace(/^(\s*):(?=:)/, "$1: ").replace(/##(?=\[)/g, "## ");
}
