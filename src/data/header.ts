import { dataError, type Place } from "./data-error";

/** Fails with `data/header` where two columns share a name, or one has none: the config could not name it. */
export function checkHeader(columns: readonly string[], place: Place): void {
  const seen = new Set<string>();
  for (const [index, column] of columns.entries()) {
    if (column === "") {
      throw dataError(
        "data/header",
        place,
        `the name of column number ${index + 1} is empty`,
        "Give it a name. pandas writes its index so: to_csv(…, index=False) leaves it out.",
      );
    }
    if (seen.has(column)) {
      throw dataError("data/header", { ...place, column }, "the name is there twice");
    }
    seen.add(column);
  }
}
