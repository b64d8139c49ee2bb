import { InfergateError } from "../../errors";

/**
 * The model to gate where none is named and the endpoint serves one. The protocol has no list of models;
 * servers have lists of their own, asked in turn until one answers.
 *
 * @param lists each null where the server has no such list
 */
export async function findOnlyModel(
  url: string,
  lists: readonly (() => Promise<string[] | null>)[],
): Promise<string> {
  for (const list of lists) {
    const names = await list();
    if (names?.length === 1) return names[0] as string;
    if (names && names.length > 1) {
      throw new InfergateError(
        "config/model-needed",
        `${url} serves ${names.length} models: ${names.slice(0, 10).join(", ")}`,
        `Say which one to gate: endpoint: { model: ${names[0]} }`,
      );
    }
  }
  throw new InfergateError(
    "config/model-needed",
    `${url} speaks Open Inference Protocol V2, but does not list its models`,
    "Name the model to gate: endpoint: { model: NAME }",
  );
}
