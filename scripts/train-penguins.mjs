// Trains the two classifiers of `infergate demo` and writes them with the held-out rows.
// `node scripts/train-penguins.mjs [OUT_DIR]`, default `src/demo/model`.
//
// Multinomial logistic regression with an L2 penalty on the weights, fitted on standardised features by
// full-batch gradient descent from zero until it has converged. Nothing is drawn at random (the split
// orders rows by a hash) and numbers are rounded, so every run on every platform writes the same bytes.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = new URL("../node_modules/vega-datasets/data/penguins.json", import.meta.url);
const outDir = process.argv[2] ?? fileURLToPath(new URL("../src/demo/model", import.meta.url));

const FEATURES = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"];
const HELD_OUT_SHARE = 0.4;
const SPLIT_SEED = 15;
/** The older release is the more strongly regularised one: a little worse, but never another label. */
const RELEASES = [
  { version: "2", l2: 0.005 },
  { version: "3", l2: 0.001 },
];
const STEP = 1;
const CONVERGED = 1e-9;

const rows = readRows(JSON.parse(await readFile(SOURCE, "utf8")));
const classes = [...new Set(rows.map((row) => row.species))].sort();
const { train, heldOut } = split(rows);

await mkdir(outDir, { recursive: true });
for (const release of RELEASES) {
  const model = trainModel(train, release);
  const text = formatModel({ ...model, holdout: evaluate(model, heldOut) });
  await writeFile(join(outDir, `penguins-v${release.version}.json`), text);
}
await writeFile(join(outDir, "holdout.ts"), formatHoldout(heldOut));

function readRows(records) {
  return records
    .map((record, index) => ({
      row: index + 1,
      island: record.Island,
      sex: /^(fe)?male$/i.test(record.Sex) ? record.Sex.toLowerCase() : "",
      bill_length_mm: record["Beak Length (mm)"],
      bill_depth_mm: record["Beak Depth (mm)"],
      flipper_length_mm: record["Flipper Length (mm)"],
      body_mass_g: record["Body Mass (g)"],
      species: record.Species,
    }))
    .filter((row) => FEATURES.every((feature) => row[feature] !== null));
}

/** Stratified: the same share of every species is held out. */
function split(rows) {
  const shuffled = rows
    .map((row) => ({ row, key: digest(`${SPLIT_SEED}:${row.row}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
  const train = [];
  const heldOut = [];
  for (const species of classes) {
    const members = shuffled.filter((row) => row.species === species);
    const count = Math.round(HELD_OUT_SHARE * members.length);
    heldOut.push(...members.slice(0, count));
    train.push(...members.slice(count));
  }
  // Back into the shuffled order, so that the first rows of the file show every species.
  heldOut.sort((a, b) => shuffled.indexOf(a) - shuffled.indexOf(b));
  return { train, heldOut };
}

function digest(text) {
  return createHash("sha256").update(text).digest("hex");
}

function trainModel(train, { version, l2 }) {
  const columns = FEATURES.map((feature) => train.map((row) => row[feature]));
  const means = columns.map((values) => round(mean(values)));
  const scales = columns.map((values, j) =>
    round(Math.sqrt(mean(values.map((value) => (value - means[j]) ** 2)))),
  );
  const model = {
    name: "penguins",
    version,
    classes,
    features: FEATURES,
    means,
    scales,
    weights: classes.map(() => FEATURES.map(() => 0)),
    intercepts: classes.map(() => 0),
  };
  const inputs = train.map((row) => standardise(model, row));
  const targets = train.map((row) => classes.indexOf(row.species));
  let iterations = 0;
  while (descend(model, inputs, targets, l2) > CONVERGED) iterations++;
  return {
    ...model,
    weights: model.weights.map((row) => row.map(round)),
    intercepts: model.intercepts.map(round),
    training: {
      method: "multinomial logistic regression, gradient descent",
      l2,
      iterations,
      rows: train.length,
    },
  };
}

/** One step downhill; returns the largest component of the gradient that it followed. */
function descend({ weights, intercepts }, inputs, targets, l2) {
  const gradient = weights.map((row) => row.map((weight) => l2 * weight));
  const biases = intercepts.map(() => 0);
  inputs.forEach((input, i) => {
    const probabilities = softmax(weights.map((row, k) => intercepts[k] + dot(row, input)));
    probabilities.forEach((probability, k) => {
      const residual = (probability - (targets[i] === k ? 1 : 0)) / inputs.length;
      biases[k] += residual;
      input.forEach((value, j) => {
        gradient[k][j] += residual * value;
      });
    });
  });
  let largest = 0;
  weights.forEach((row, k) => {
    intercepts[k] -= STEP * biases[k];
    row.forEach((_, j) => {
      row[j] -= STEP * gradient[k][j];
    });
    largest = Math.max(largest, ...[biases[k], ...gradient[k]].map(Math.abs));
  });
  return largest;
}

/** Judges the rounded model, which is the one that is served. */
function evaluate(model, rows) {
  let right = 0;
  let logLoss = 0;
  for (const row of rows) {
    const input = standardise(model, row);
    const probabilities = softmax(
      model.weights.map((weights, k) => model.intercepts[k] + dot(weights, input)),
    );
    if (classes[probabilities.indexOf(Math.max(...probabilities))] === row.species) right++;
    logLoss -= Math.log(probabilities[classes.indexOf(row.species)]) / rows.length;
  }
  return { rows: rows.length, accuracy: round(right / rows.length), log_loss: round(logLoss) };
}

function standardise({ means, scales }, row) {
  return FEATURES.map((feature, j) => (row[feature] - means[j]) / scales[j]);
}

function softmax(scores) {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function dot(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Six significant digits: beyond what the last bits of a platform's exp() can move. */
function round(value) {
  return Number(value.toPrecision(6));
}

/** Lists of numbers on one line, so that a diff of the weights can be read. */
function formatModel(model) {
  const lines = JSON.stringify(model, null, 2).replace(/\[[^[\]]*\]/g, (list) =>
    list.replace(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"),
  );
  return `${lines}\n`;
}

/** TypeScript around the CSV, so that the bundles carry the rows without a loader of their own. */
function formatHoldout(rows) {
  const header = Object.keys(rows[0]);
  const csv = [header, ...rows.map((row) => header.map((name) => row[name]))]
    .map((cells) => cells.join(","))
    .join("\n");
  return [
    "// Written by scripts/train-penguins.mjs: the rows that neither model was trained on.",
    `export const HOLDOUT_CSV = \`${csv}\n\`;\n`,
  ].join("\n");
}
