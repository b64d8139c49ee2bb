import { tokenF1 } from "../../stats/text/token-f1";
import { asWhole, type Comparer } from "./comparer";
import { insteadOfText } from "./show-value";
import { isText } from "./values";

/** Two texts: the same to the letter, the same but for case, spaces and Unicode's forms, or by their words. */
export const TEXT: Comparer = {
  takes: "text",
  isFit: isText,
  compare(expected, actual, { text: { match, min } }) {
    const [wanted, got] = [expected as string, actual as string];
    if (wanted === got) return { found: [], distance: 0 };
    const similarity = tokenF1(wanted, got);
    const agree = {
      exact: () => false,
      normalised: () => normalise(wanted) === normalise(got),
      token_f1: () => similarity >= min,
    }[match];
    const measured =
      match === "token_f1"
        ? `token F1 ${similarity.toPrecision(3)}, at least ${min} must be: `
        : "";
    const text = () => `${measured}${insteadOfText(wanted, got)}`;
    return asWhole(agree(), { text, size: 1 - similarity }, 1 - similarity);
  },
};

/** Unicode's compatibility form (UAX #15), lower case, single spaces. */
function normalise(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
