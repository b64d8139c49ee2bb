import type { ColumnType } from "../../data/types";

const AS_BOOLEAN: Readonly<Record<string, string>> = {
  0: "false",
  1: "true",
  False: "false",
  True: "true",
  FALSE: "false",
  TRUE: "true",
};

const AS_NUMBER: Readonly<Record<string, string>> = {
  false: "0",
  true: "1",
  False: "0",
  True: "1",
};

/**
 * A class as the label column would write it: a model trained on `true` and `false` answers with 0
 * and 1, one trained on 1 and 2 with "1.0". Text that stands for nothing else is itself.
 */
export function classLabel(text: string, type: ColumnType): string {
  if (type === "boolean") return AS_BOOLEAN[asNumber(text)] ?? text;
  return type === "number" ? (AS_NUMBER[text] ?? asNumber(text)) : text;
}

function asNumber(text: string): string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : String(value);
}
