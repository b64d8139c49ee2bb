import { asWhole, type Comparer } from "./comparer";
import { instead } from "./show-value";

/** The class that each names: the value itself, or that of the greatest of its scores. */
export const CLASS: Comparer = {
  takes: "a class, or scores of classes",
  isFit: (value, { labelOf }) => value === null || labelOf(value) !== null,
  compare(expected, actual, { labelOf }) {
    const [wanted, got] = [labelOf(expected), labelOf(actual)];
    return asWhole(wanted === got, { text: () => instead(wanted, got), size: 1 }, null);
  },
};
