import { parseSlice } from "../../data/slices";
import { InfergateError } from "../../errors";
import type { Context } from "../context";
import { quote } from "../quote";
import type { RawData } from "../raw-config";
import type { DataConfig } from "../types";
import { checkPath } from "./templates";

export function readData(context: Context, raw: RawData | undefined): DataConfig | null {
  if (!raw) return null;
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
    file: context.resolvePath(raw.file),
    labels: raw.labels === undefined ? null : context.resolvePath(raw.labels),
    id: raw.id ?? null,
    features: raw.features ?? null,
    label: raw.label ?? null,
    prediction: raw.prediction ?? null,
    classes: raw.classes?.map(String) ?? null,
    slices: raw.slices ?? [],
  };
}
