import { quote } from "../config/quote";
import { type ErrorCode, InfergateError } from "../errors";

export interface Place {
  file: string;
  /** Line of the file, from 1. */
  line?: number;
  /** Row of the data, from 1, the header not counted. */
  row?: number;
  column?: string;
}

/** An error in a data file, with its place: `holdout.csv, line 7, row 6, column "sex": …`. */
export function dataError(
  code: ErrorCode & `data/${string}`,
  place: Place,
  text: string,
  hint: string | null = null,
): InfergateError {
  const parts = [
    place.file,
    place.line === undefined ? null : `line ${place.line}`,
    place.row === undefined ? null : `row ${place.row}`,
    place.column === undefined ? null : `column ${quote(place.column)}`,
  ];
  return new InfergateError(
    code,
    `${parts.filter((part) => part !== null).join(", ")}: ${text}`,
    hint,
  );
}
