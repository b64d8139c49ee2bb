import { maskSecrets } from "../../src/github/mask-secrets";

function maskedBy(inputs: Record<string, string>): string[] {
  const masked: string[] = [];
  const getInput = maskSecrets(
    (name) => inputs[name] ?? "",
    (secret) => masked.push(secret),
  );
  for (const name of Object.keys(inputs)) expect(getInput(name)).toBe(inputs[name]);
  return masked;
}

describe("maskSecrets", () => {
  test.each(["token", "baseline-token", "github-token"])(
    "masks %s in the forms it travels in",
    (name) => {
      const masked = maskedBy({ [name]: "p@ss/word?" });
      expect(masked).toEqual(
        expect.arrayContaining([
          "p@ss/word?",
          encodeURIComponent("p@ss/word?"),
          Buffer.from("p@ss/word?").toString("base64"),
          Buffer.from("p@ss/word?").toString("base64url"),
        ]),
      );
    },
  );

  test("masks at the moment of reading, not before", () => {
    const masked: string[] = [];
    const getInput = maskSecrets(
      () => "secret",
      (secret) => masked.push(secret),
    );
    expect(masked).toEqual([]);
    getInput("token");
    expect(masked).toContain("secret");
  });

  test("masks neither an empty secret, which the runner warns of, nor what is no secret", () => {
    expect(maskedBy({ token: "", url: "https://a.example" })).toEqual([]);
  });
});
