import fc from "fast-check";
import { DEFAULT_SHADOW } from "../../../src/config/defaults";
import type { CompareLimits, Comparison } from "../../../src/config/types";
import type { OutputValue } from "../../../src/protocols/types";
import { predictedLabel } from "../../../src/suites/prediction";
import { compareAnswers } from "../../../src/verdict/differences/compare-answers";
import type { CompareRules } from "../../../src/verdict/differences/comparer";
import { parsePathPattern } from "../../../src/verdict/differences/path-pattern";

interface Options extends Partial<CompareLimits> {
  classes?: string[];
  ignore?: string[];
  sets?: string[];
}

function rulesOf({ classes, ignore = [], sets = [], ...limits }: Options): CompareRules {
  const any = (patterns: string[]): CompareRules["ignores"] =>
    patterns.length === 0
      ? undefined
      : (steps) => patterns.some((text) => parsePathPattern(text)?.matches(steps));
  const { compare, tolerance } = DEFAULT_SHADOW;
  const [ignores, isSet] = [any(ignore), any(sets)];
  return {
    ...compare,
    tolerance,
    classes: classes ?? null,
    labelOf: (value) => predictedLabel(value, classes ?? null),
    ...(ignores && { ignores }),
    ...(isSet && { isSet }),
    ...limits,
  };
}

function compare(
  expected: OutputValue,
  actual: OutputValue,
  as: Comparison | "auto" = "auto",
  options: Options = {},
) {
  const answer = (value: OutputValue) => ({ outputs: [{ name: "y", value }] });
  const [only] = compareAnswers(answer(expected), answer(actual), () => as, rulesOf(options));
  if (!only) throw new Error("nothing was compared");
  return { ...only, texts: only.differences.map(({ text }) => text) };
}

const unit = (angle: number) => {
  const rest = Array.from({ length: 6 }, () => 0);
  return [Math.cos(angle), Math.sin(angle), ...rest];
};

describe("what the answers are decides how they are compared", () => {
  test.each<[OutputValue, OutputValue, Comparison, Options?]>([
    ["Adelie", "Gentoo", "class"],
    [true, false, "class"],
    [[0.1, 0.2, 5], [0.1, 0.2, 6], "class", { classes: ["a", "b", "c"] }],
    [1.5, 1.6, "number"],
    ["the cat sat down", "the", "text"],
    ["the cat sat down", "the dog sat down", "text"],
    [[0.2, 0.8], [0.25, 0.75], "probabilities"],
    [{ a: 0.2, b: 0.8 }, { a: 0.3, b: 0.7 }, "probabilities"],
    [[{ label: "a", score: 0.9 }], [{ label: "b", score: 0.8 }], "top_k"],
    [["x", "y", "z"], ["y", "x", "z"], "ranking"],
    [["O", "O", "B"], ["O", "B", "B"], "json"],
    [[1, 2, 3], [1, 2, 4], "vector"],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [3, 5],
      ],
      "vector",
    ],
    [{ price: 3, tax: 1 }, { price: 3, tax: 2 }, "json"],
    [[1, "a"], [1, "b"], "json"],
    [1, "1", "json"],
    [null, 1, "json"],
  ])("%j and %j as %s", (...[expected, actual, comparison, options]) => {
    expect(compare(expected, actual, "auto", options)).toMatchObject({ comparison });
  });

  test("whatever it is, it agrees with itself", () => {
    const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<OutputValue>;
    fc.assert(
      fc.property(value, (one) => {
        expect(compare(one, structuredClone(one)).differences).toEqual([]);
      }),
    );
  });
});

describe("class", () => {
  test("scores count by their greatest, whatever else they are", () => {
    const options = { classes: ["a", "b"] };
    expect(compare([0.4, 0.6], [0.1, 0.9], "auto", options).differences).toEqual([]);
    expect(compare([0.49, 0.51], [0.51, 0.49], "auto", options).texts).toEqual([
      'output "y": "a" instead of "b"',
    ]);
    expect(compare(1, 2, "class").texts).toEqual(['output "y": "2" instead of "1"']);
  });

  test("scores that are not numbers name no class", () => {
    const options = { classes: ["a", "b"] };
    const both = compare([Number.NaN, 1], [Number.NaN, 1], "auto", options);
    expect(both).toMatchObject({ comparison: "vector", differences: [], saysNothing: true });
    expect(compare([0, 1], [Number.NaN, 1], "class", options).differences).toHaveLength(1);
  });
});

describe("number", () => {
  test.each<[number, number, boolean]>([
    [100, 100.009, true],
    [100, 100.02, false],
    [0, 5e-7, true],
    [0, 2e-6, false],
    [Number.NaN, Number.NaN, true],
    [Number.NaN, 1, false],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
    [Number.POSITIVE_INFINITY, 1, false],
  ])("%d and %d: %s", (expected, actual, agree) => {
    expect(compare(expected, actual).differences.length === 0).toBe(agree);
  });

  test("the distance is told where they agree, too", () => {
    expect(compare(100, 100.005).distance).toBeCloseTo(0.005, 9);
    expect(compare(1, Number.NaN).distance).toBeNull();
  });
});

describe("vector", () => {
  test("element by element, because a direction forgets small ones", () => {
    expect(compare([1000, 2], [1000, 1]).texts).toEqual(['output "y": at [1]: 1 instead of 2']);
    expect(
      compare([1000, 2], [1000, 1], "vector", { vector: limits({ cosine: 1e-3 }) }).texts,
    ).toEqual([]);
  });

  test("embeddings by their direction", () => {
    expect(compare(unit(0), unit(0.04)).differences).toEqual([]);
    expect(compare(unit(0), unit(0.05)).texts[0]).toBe(
      'output "y": cosine distance 0.00125, at most 0.001 may be',
    );
  });

  test("each limit that is named must hold", () => {
    const vector = limits({ abs: 0.5, ulp: 1 });
    expect(compare([1, 2], [1, 2 + 2 ** -22], "vector", { vector }).differences).toEqual([]);
    expect(compare([1, 2], [1, 2.25], "vector", { vector }).texts[0]).toMatch(/units in the last/);
    expect(compare([1, 2], [1, 2.75], "vector", { vector }).texts[0]).toMatch(/an element 0.75/);
    expect(compare([1, 2], [1, Number.NaN], "vector", { vector }).differences).toHaveLength(1);
    expect(compare([Number.NaN], [Number.NaN], "vector", { vector })).toMatchObject({
      differences: [],
      saysNothing: true,
    });
  });

  test("another shape is a difference of its own", () => {
    const [difference] = compare(
      [
        [1, 2],
        [3, 4],
      ],
      [[1, 2, 3, 4]],
    ).differences;
    expect(difference).toMatchObject({
      kind: "shape",
      text: 'output "y": shape [1,4] instead of [2,2]',
    });
  });
});

describe("probabilities", () => {
  test("by the Jensen–Shannon distance", () => {
    expect(compare([0.9, 0.1], [0.905, 0.095]).differences).toEqual([]);
    expect(compare([0.9, 0.1], [0.8, 0.2]).texts[0]).toMatch(
      /distance 0\.0998, at most 0\.02 may be/,
    );
    const probabilities = { jensenShannon: 0.2, sameTop: true };
    expect(compare([0.9, 0.1], [0.8, 0.2], "auto", { probabilities }).differences).toEqual([]);
  });

  test("near, and yet another prediction", () => {
    const flip: [OutputValue, OutputValue] = [
      [0.505, 0.495],
      [0.495, 0.505],
    ];
    expect(compare(...flip).texts[0]).toMatch(/most probable is "1" instead of "0"/);
    const probabilities = { jensenShannon: 0.02, sameTop: false };
    expect(compare(...flip, "auto", { probabilities }).differences).toEqual([]);
  });

  test("classes by their names, and what is not named is improbable", () => {
    expect(compare({ a: 0.9, b: 0.1 }, { b: 0.1, a: 0.9 }).differences).toEqual([]);
    expect(compare({ a: 0.9, b: 0.1 }, { a: 0.9, c: 0.1 }).differences).toHaveLength(1);
    expect(compare([0.5, 0.5], [0.5, 0.25, 0.25]).differences[0]?.kind).toBe("shape");
  });
});

describe("the first k", () => {
  const scored = (names: string) =>
    [...names].map((label, place) => ({ label, score: 1 - place / 10 }));

  test("which, and in which order", () => {
    expect(compare(scored("abcdef"), scored("abcdeg")).differences).toEqual([]);
    expect(compare(scored("abcde"), scored("abced")).texts[0]).toMatch(/in another order/);
    expect(compare(scored("abcde"), scored("abcdx")).texts[0]).toMatch(/similarity of 0\.667/);
    const topK = { k: 5, jaccard: 0.6, order: false };
    expect(compare(scored("abcde"), scored("xedcb"), "auto", { topK }).differences).toEqual([]);
    const ordered = { topK: { ...topK, order: true } };
    expect(compare(scored("abcde"), scored("xedcb"), "auto", ordered).differences).toHaveLength(1);
  });

  test("of scores in any form", () => {
    const topK = { k: 1, jaccard: 1, order: true };
    const options = { topK, classes: ["a", "b", "c"] };
    expect(compare([3, 1, 2], [9, 8, 7], "top_k", options).differences).toEqual([]);
    expect(compare([3, 1, 2], [1, 3, 2], "top_k", options).texts[0]).toMatch(
      /\["b"\] instead of \["a"\]/,
    );
    expect(compare({ a: 2, b: 1 }, { a: 4, b: 3 }, "top_k", options).differences).toEqual([]);
  });
});

describe("rankings", () => {
  test("by rank-biased overlap, whose weight is at the top", () => {
    const long = [..."abcdefghij"];
    const swapped = (i: number, j: number) =>
      long.map((name, place) => (place === i ? long[j] : place === j ? long[i] : name) as string);
    expect(compare(long, swapped(8, 9)).differences).toEqual([]);
    expect(compare(long, swapped(0, 9)).texts[0]).toMatch(
      /^output "y": rank-biased overlap of 0\.768/,
    );
  });

  test("by Kendall's τ, which holds for the whole", () => {
    const ranking = { by: "tau", min: 0.9, p: 0.9 } as const;
    expect(compare(["a", "b", "c"], ["a", "b", "c"], "ranking", { ranking }).differences).toEqual(
      [],
    );
    expect(compare(["a", "b", "c"], ["a", "c", "b"], "ranking", { ranking }).texts[0]).toMatch(
      /τ of 0\.333/,
    );
    expect(compare(["a"], ["a"], "ranking", { ranking }).differences).toEqual([]);
    expect(compare(["a"], ["b"], "ranking", { ranking }).differences).toHaveLength(1);
    expect(compare([7, 8, 9], [9, 8, 7], "ranking", { ranking }).differences).toHaveLength(1);
  });
});

describe("text", () => {
  const [one, other] = ["The  Cat sat down", "the cat sat down"];
  const text = (match: CompareLimits["text"]["match"], min = 0.9) => ({ text: { match, min } });

  test("to the letter, by the words, or nearly", () => {
    expect(compare(one, other).differences).toHaveLength(1);
    expect(compare(one, other, "auto", text("normalised")).differences).toEqual([]);
    expect(
      compare("ﬁne wine is good", "fine wine is good", "text", text("normalised")).differences,
    ).toEqual([]);
    const words: [string, string] = ["red green blue white", "red green blue black"];
    expect(compare(...words, "text", text("token_f1")).texts[0]).toMatch(/token F1 0\.750/);
    expect(compare(...words, "text", text("token_f1", 0.7)).differences).toEqual([]);
  });

  test("long ones are shown from where they part", () => {
    const same = "word ".repeat(400);
    const [difference] = compare(`${same}left`, `${same}right`).differences;
    expect(difference?.text).toMatch(/right" instead of .*left", from character 1981 on$/);
    expect(difference?.text.length).toBeLessThan(200);
  });
});

describe("JSON by path", () => {
  test("missing, new, another type, another value", () => {
    const found = compare(
      { gone: 1, kind: 1, value: "a", list: [1, 2, 3], deep: [{ at: 1 }, { at: 2 }] },
      { kind: "1", value: "b", list: [1], deep: [{ at: 1 }, { at: 3 }], fresh: 0 },
      "json",
    );
    expect(found.differences.map(({ path, kind, text }) => [path, kind, text])).toEqual([
      ["y.gone", "missing", 'output "y"["gone"] is missing'],
      ["y.fresh", "extra", 'output "y"["fresh"] was not there before'],
      ["y.kind", "type", 'output "y"["kind"]: "1" instead of 1'],
      ["y.value", "value", 'output "y"["value"]: "b" instead of "a"'],
      ["y.list", "shape", 'output "y"["list"]: 1 values instead of 3'],
      ["y.deep[*].at", "value", 'output "y"["deep"][1]["at"]: 3 instead of 2'],
    ]);
  });

  test("what is ignored", () => {
    const [before, after] = [
      { id: "r-1", made_at: 1, result: { id: "x", score: 1 } },
      { id: "r-2", made_at: 2, extra: true, result: { id: "y", score: 1 } },
    ];
    expect(
      compare(before, after, "json", { ignore: ["**.id", "y.*_at", "y.extra"] }),
    ).toMatchObject({
      differences: [],
      saysNothing: false,
    });
    expect(compare(before, after, "json", { ignore: ["y.*"] }).saysNothing).toBe(true);
  });

  test("lists in order, or as sets", () => {
    const [before, after] = [{ tags: ["a", "b", 0.1 + 0.2] }, { tags: [0.3, "b", "a"] }];
    expect(compare(before, after, "json").differences).toHaveLength(2);
    const options = { sets: ["y.tags"] };
    expect(compare(before, after, "json", options).differences).toEqual([]);
    expect(
      compare({ tags: ["a", "a", "b"] }, { tags: ["a", "b", "b"] }, "json", options).texts,
    ).toEqual([
      'output "y"["tags"]: 1 missing from and 1 new in a set of 3: "a" is missing, "b" is new',
    ]);
  });
});

test("the prediction is the first output, whatever its name; the others go by name", () => {
  const answer = (...outputs: [string, OutputValue][]) => ({
    outputs: outputs.map(([name, value]) => ({ name, value })),
  });
  const compared = compareAnswers(
    answer(["species", "a"], ["p", 1], ["q", 2]),
    answer(["label", "a"], ["q", 3], ["r", 4]),
    () => "auto",
    rulesOf({}),
  );
  expect(compared.map(({ output, differences }) => [output, differences[0]?.kind ?? null])).toEqual(
    [
      ["species", null],
      ["p", "missing"],
      ["q", "value"],
      ["r", "extra"],
    ],
  );
});

test("a value that cannot be compared as asked must be the same", () => {
  expect(compare("a", "a", "probabilities").differences).toEqual([]);
  expect(compare([0.5, 0.5], "a", "probabilities").differences[0]?.kind).toBe("type");
});

function limits(named: Partial<CompareLimits["vector"]>): CompareLimits["vector"] {
  return { cosine: null, abs: null, ulp: null, ...named };
}
