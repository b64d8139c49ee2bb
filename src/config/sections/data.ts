import { parseSlice } from "../../data/slices";
import { InfergateError } from "../../errors";
import type { Context } from "../context";
import { quote } from "../quote";
import type { RawData } from "../raw-config";
import type { DataConfig } from "../types";
import { checkPath } from "./templates";

export function readData(context: Context, raw: RawData | undefined): DataConfig | null {
  if (!raw) return null;
  checkFile(context, raw);
  if (raw.id !== undefined && raw.id === raw.label) {
    context.report("config/impossible-value", ["data", "id"], "is the label; they are two columns");
  }
  const labelAt = raw.label === undefined ? -1 : (raw.features ?? []).indexOf(raw.label);
  if (labelAt >= 0) {
    context.report(
      "config/impossible-value",
      ["data", "features", labelAt],
      "is the label; a model that is given the answer proves nothing",
    );
  }
  (raw.slices ?? []).forEach((slice, index) => {
    try {
      parseSlice(slice);
    } catch (error) {
      if (!(error instanceof InfergateError)) throw error;
      const path = ["data", "slices", index];
      const text = error.message.replace(quote(slice), () => context.show(path, slice));
      context.report("config/impossible-value", path, text, error.hint);
    }
  });
  checkPath(context, ["data", "prediction"], raw.prediction);
  return {
    file: context.resolvePath(raw.capture ?? raw.file ?? ""),
    isCapture: raw.capture !== undefined,
    labels: raw.labels === undefined ? null : context.resolvePath(raw.labels),
    id: raw.id ?? null,
    features: raw.features ?? null,
    label: raw.label ?? null,
    prediction: raw.prediction ?? null,
    classes: raw.classes?.map(String) ?? null,
    slices: raw.slices ?? [],
  };
}

/** Rows or requests: what only rows have is a slip beside a capture. */
function checkFile(context: Context, raw: RawData): void {
  if (raw.file === undefined && raw.capture === undefined) {
    const example = "data:\n  file: tests/holdout.csv";
    context.report("config/missing-key", ["data"], "has neither file nor capture", example);
  }
  if (raw.capture === undefined) return;
  for (const key of Object.keys(raw).filter((name) => name !== "capture")) {
    context.report(
      "config/impossible-value",
      ["data", key],
      "is for rows; beside data.capture it says nothing",
    );
  }
}
