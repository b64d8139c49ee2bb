import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classify, MODELS, type Role } from "../../src/demo/classify";
import { HOLDOUT_CSV } from "../../src/demo/model/holdout";
import penguinsV2 from "../../src/demo/model/penguins-v2.json";
import penguinsV3 from "../../src/demo/model/penguins-v3.json";
import { HELD_OUT } from "./model-server";

const ROOT = join(__dirname, "..", "..");
const COMMITTED = join(ROOT, "src", "demo", "model");

const labels = (role: Role) =>
  HELD_OUT.map(({ features }) => classify(MODELS[role], features).species);

test("training writes the committed files, byte for byte", () => {
  const fresh = mkdtempSync(join(tmpdir(), "penguins-"));
  try {
    execFileSync(process.execPath, [join(ROOT, "scripts", "train-penguins.mjs"), fresh]);
    const names = readdirSync(fresh);
    expect(names.sort()).toEqual(["holdout.ts", "penguins-v2.json", "penguins-v3.json"]);
    for (const name of names) {
      expect(readFileSync(join(fresh, name), "utf8")).toBe(
        readFileSync(join(COMMITTED, name), "utf8"),
      );
    }
  } finally {
    rmSync(fresh, { recursive: true });
  }
});

test("the held-out rows are the source's rows", () => {
  const source = JSON.parse(
    readFileSync(join(ROOT, "node_modules", "vega-datasets", "data", "penguins.json"), "utf8"),
  );
  expect(HOLDOUT_CSV.split("\n")[0]).toBe(
    "row,island,sex,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,species",
  );
  for (const { row, island, sex, features, species } of HELD_OUT) {
    const record = source[row - 1];
    expect([island, species]).toEqual([record.Island, record.Species]);
    expect(features).toEqual([
      record["Beak Length (mm)"],
      record["Beak Depth (mm)"],
      record["Flipper Length (mm)"],
      record["Body Mass (g)"],
    ]);
    expect(sex).toBe({ MALE: "male", FEMALE: "female" }[record.Sex as string] ?? "");
  }
  expect(new Set(HELD_OUT.map(({ row }) => row)).size).toBe(HELD_OUT.length);
  // 342 complete rows: what is held out and what was trained on make up all of them.
  expect(HELD_OUT.length + penguinsV3.training.rows).toBe(342);
  expect(HELD_OUT.length).toBeGreaterThan(130);
});

test("every species is held out in the same share", () => {
  const count = (species: string) => HELD_OUT.filter((row) => row.species === species).length;
  // 40 % of 151, 68 and 123 complete rows.
  expect(["Adelie", "Chinstrap", "Gentoo"].map(count)).toEqual([60, 27, 49]);
});

test("both versions give every held-out row the same label", () => {
  expect(labels("candidate")).toEqual(labels("baseline"));
});

test.each([
  ["baseline", penguinsV2],
  ["candidate", penguinsV3],
] as const)("the %s is as accurate as its metadata says, and at least 0.96", (role, model) => {
  const given = labels(role);
  const right = HELD_OUT.filter(({ species }, i) => given[i] === species).length;
  expect(model.holdout.rows).toBe(HELD_OUT.length);
  expect(model.holdout.accuracy).toBe(Number((right / HELD_OUT.length).toPrecision(6)));
  expect(model.holdout.accuracy).toBeGreaterThanOrEqual(0.96);
});

test("the candidate is the better one", () => {
  expect(penguinsV3.holdout.accuracy).toBeGreaterThanOrEqual(penguinsV2.holdout.accuracy);
  expect(penguinsV3.holdout.log_loss).toBeLessThan(penguinsV2.holdout.log_loss);
});

test("weights have converged: the gradient of the penalised loss on the training rows is zero", () => {
  const source = JSON.parse(
    readFileSync(join(ROOT, "node_modules", "vega-datasets", "data", "penguins.json"), "utf8"),
  ) as Record<string, number | string | null>[];
  const heldOut = new Set(HELD_OUT.map(({ row }) => row));
  const columns = [
    "Beak Length (mm)",
    "Beak Depth (mm)",
    "Flipper Length (mm)",
    "Body Mass (g)",
  ] as const;
  const train = source.filter(
    (record, i) => !heldOut.has(i + 1) && columns.every((column) => record[column] !== null),
  );
  for (const model of [penguinsV2, penguinsV3]) {
    expect(train.length).toBe(model.training.rows);
    model.classes.forEach((species, k) => {
      const residuals = train.map((record) => {
        const row = columns.map((column) => record[column] as number);
        const probability = classify(model, row).probabilities[k] as number;
        return probability - (record.Species === species ? 1 : 0);
      });
      columns.forEach((column, j) => {
        const pull = residuals.reduce((sum, residual, i) => {
          const value = train[i]?.[column] as number;
          const z = (value - (model.means[j] as number)) / (model.scales[j] as number);
          return sum + (residual * z) / train.length;
        }, 0);
        // Probabilities carry six decimals, so their mean product with z errs by less than 1e-5.
        const gradient = pull + model.training.l2 * (model.weights[k]?.[j] as number);
        expect(Math.abs(gradient)).toBeLessThan(1e-5);
      });
    });
  }
});
