import { nearestName } from "../../config/nearest-name";
import type { Config, MetricLimit } from "../../config/types";
import type { Dataset } from "../../data/types";
import { InfergateError } from "../../errors";
import { compileSchema } from "../compile-schema";
import { classOf } from "./metrics";

const NUMBER_METRICS = /^(worst_slice\.)?(mae|rmse|r2)$/;

/** Metrics that these labels can never give a value: told before anything is sent. */
export async function checkMetrics({ acceptance }: Config, data: Dataset): Promise<void> {
  for (const { metric, scoring } of acceptance?.metrics ?? []) {
    if (scoring?.kind === "json_schema") {
      await compileSchema(scoring.file, `acceptance.${metric}.schema`);
    }
    checkType(metric, data);
    checkClass(metric, data);
  }
}

/** A distance between texts has no value. */
function checkType(metric: MetricLimit["metric"], { label, types, file }: Dataset): void {
  if (!NUMBER_METRICS.test(metric) || label === null || types[label] === "number") return;
  throw new InfergateError(
    "data/label-type",
    `acceptance.${metric} needs numbers as labels, but column "${label}" of ${file} holds ${types[label]}`,
    "For classes use accuracy, precision, recall or f1.",
  );
}

/** The recall of a class without a row has no value. */
function checkClass(metric: MetricLimit["metric"], { label, labels, file }: Dataset): void {
  const wanted = classOf(metric);
  if (wanted === null || labels === null || labels.has(wanted)) return;
  const nearest = nearestName(wanted, [...labels]);
  throw new InfergateError(
    "data/unknown-class",
    `acceptance.${metric}: no row of ${file} has the label "${wanted}"`,
    nearest === null
      ? `Name one of the labels in column "${label}", or macro, micro or weighted.`
      : `Did you mean "${nearest}"?`,
  );
}
