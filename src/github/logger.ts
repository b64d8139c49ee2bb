import { plainText } from "../report/plain-text";
import { visibleLine } from "../report/visible-text";

/** The part of `@actions/core` that writes to the log. */
export interface LogCommands {
  info(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  error(message: string, properties?: { title?: string }): void;
  startGroup(name: string): void;
  endGroup(): void;
}

export interface Logger {
  info(text: string): void;
  notice(text: string): void;
  warning(text: string): void;
  /** An error annotation; the title stands above the text. */
  error(text: string, title?: string): void;
  group<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/**
 * The one way for text to the log. The runner takes lines of the log for commands, and `core.info`
 * writes them as they are: a model that answers `::add-mask::` or a colour code must not be obeyed.
 * The other levels are commands themselves, whose line breaks, percent signs, colons and commas
 * `@actions/core` escapes.
 */
export function createLogger(commands: LogCommands): Logger {
  return {
    info: (text) => commands.info(plainText(text)),
    notice: (text) => commands.notice(plainText(text)),
    warning: (text) => commands.warning(plainText(text)),
    error: (text, title) =>
      commands.error(plainText(text), title === undefined ? {} : { title: visibleLine(title) }),
    async group(name, work) {
      commands.startGroup(visibleLine(name));
      try {
        return await work();
      } finally {
        commands.endGroup();
      }
    },
  };
}
