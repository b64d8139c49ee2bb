import type { Config } from "../../config/types";
import type { Dataset } from "../../data/types";
import { InfergateError } from "../../errors";

const NUMBER_METRICS = /^(worst_slice\.)?(mae|rmse|r2)$/;

/** A distance between texts has no value: told before anything is sent. */
export function checkLabelTypes({ acceptance }: Config, data: Dataset): void {
  const metric = acceptance?.metrics.find((limit) => NUMBER_METRICS.test(limit.metric))?.metric;
  if (metric === undefined || data.label === null || data.types[data.label] === "number") return;
  throw new InfergateError(
    "data/label-type",
    `acceptance.${metric} needs numbers as labels, but column "${data.label}" of ${data.file} holds ${data.types[data.label]}`,
    "For classes use accuracy, precision, recall or f1.",
  );
}
