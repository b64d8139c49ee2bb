import { createLogger, type LogCommands, type Logger } from "../../src/github/logger";

/** A logger that keeps what it was told, one "level: text" each. */
export function recordingLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (text: string) => void lines.push(`${level}: ${text}`);
  const commands: LogCommands = {
    info: keep("info"),
    notice: keep("notice"),
    warning: keep("warning"),
    error: (text, { title } = {}) => void lines.push(`error: ${title ?? ""}: ${text}`),
    startGroup: keep("group"),
    endGroup: () => void lines.push("end of group"),
  };
  return { log: createLogger(commands), lines };
}
