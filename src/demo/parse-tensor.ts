import { isDatatype, NUMERIC_NAMES, numbersOf } from "./datatypes";
import { Refusal } from "./refusal";

/** A `[n, width]` tensor of numbers, flat or nested, as rows. `where` names it in messages. */
export function parseTensor(
  tensor: Record<string, unknown>,
  width: number,
  where: string,
): number[][] {
  const holds = numbersOf(tensor.datatype);
  if (holds === null) {
    throw new Refusal(
      400,
      isDatatype(tensor.datatype)
        ? `${where}.datatype must be numeric: one of ${NUMERIC_NAMES}`
        : `${where}.datatype is not a datatype of the protocol; expected one of ${NUMERIC_NAMES}`,
    );
  }
  const count = parseShape(tensor.shape, width, where);
  const rows = splitRows(tensor.data, count, width, where);
  if (!rows.every((row) => row.every((value) => typeof value === "number" && holds(value)))) {
    throw new Refusal(400, `${where}.data must hold finite numbers that fit ${tensor.datatype}`);
  }
  return rows as number[][];
}

function parseShape(shape: unknown, width: number, where: string): number {
  const sound =
    Array.isArray(shape) &&
    shape.length === 2 &&
    shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
    shape[1] === width;
  if (!sound) throw new Refusal(400, `${where}.shape must be [n, ${width}] with n at least 0`);
  return shape[0];
}

/** The protocol allows the data flat in row-major order, or nested as the shape says. */
function splitRows(data: unknown, count: number, width: number, where: string): unknown[][] {
  if (!Array.isArray(data)) throw new Refusal(400, `${where}.data must be an array`);
  if (data.some(Array.isArray)) {
    if (data.length === count && data.every((row) => Array.isArray(row) && row.length === width)) {
      return data;
    }
    throw new Refusal(400, `${where}.data is nested otherwise than ${where}.shape says`);
  }
  // Compared with the length before anything is allocated: the shape may claim any size.
  if (data.length !== count * width) {
    throw new Refusal(400, `${where}.data has another number of elements than ${where}.shape says`);
  }
  return Array.from({ length: count }, (_, i) => data.slice(i * width, (i + 1) * width));
}
