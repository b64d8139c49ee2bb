import type { NamedSide, Tolerance } from "../../../config/types";
import type { Row } from "../../../data/types";
import { selectAll } from "../../../protocols/http/read-path";
import { tryParseJson } from "../../../protocols/json-body";
import type { Answer, ModelBinding } from "../../../protocols/types";
import { compareOutputs } from "../../../verdict/compare-outputs";
import type { Asked } from "../../ask";
import type { Arm } from "../../assignment/arms";

/** Which side gave an answer; null where it does not say. */
export type Attribute = (asked: Asked, row: Row) => Arm | null;

/** By what the answer names, wherever that stands. */
export function attributeByName(
  how: NamedSide,
  { textOf }: Pick<ModelBinding, "textOf">,
): Attribute {
  const { candidate, baseline } = how;
  return ({ exchange }) => {
    if (!exchange.ok) return null;
    const named =
      how.kind === "header"
        ? exchange.answer.headers[how.header]
        : nameAt(tryParseJson(textOf?.(exchange.answer) ?? exchange.answer), how.path);
    if (named === candidate) return "candidate";
    return named === baseline ? "baseline" : null;
  };
}

function nameAt(body: ReturnType<typeof tryParseJson>, path: string): string | null {
  if (body === undefined) return null;
  const [value] = selectAll(body, path);
  return value === undefined || value === null ? null : String(value);
}

/** What each side answers to one input. */
export interface Fingerprint {
  candidate: Answer;
  baseline: Answer;
}

/** By the answer itself, to an input whose answers by either side are known and differ. */
export function attributeByFingerprint(
  fingerprints: ReadonlyMap<Row, Fingerprint>,
  tolerance: Tolerance,
): Attribute {
  return ({ answers }, row) => {
    const [answer] = answers ?? [];
    const known = fingerprints.get(row);
    if (!answer || !known) return null;
    const [ours, theirs] = [known.candidate, known.baseline].map(
      (side) => compareOutputs(side, answer, tolerance) === null,
    );
    if (ours === theirs) return null;
    return ours ? "candidate" : "baseline";
  };
}
