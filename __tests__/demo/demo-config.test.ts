import { parse } from "yaml";
import { MODELS } from "../../src/demo/classify";
import { DEMO_FILES } from "../../src/demo/demo-config";

const config = parse(DEMO_FILES["infergate.yml"]);
const columns = (DEMO_FILES["holdout.csv"].split("\n")[0] as string).split(",");

test("the endpoints are the servers of the demo", () => {
  for (const [key, role] of [
    ["endpoint", "candidate"],
    ["baseline", "baseline"],
  ] as const) {
    const { name, version } = MODELS[role];
    expect(config[key]).toMatchObject({ model: name, version });
  }
});

test("the data file is the one beside it, with every column that is named", () => {
  const { file, id, features, label, slices } = config.data;
  expect(Object.keys(DEMO_FILES)).toContain(file);
  expect(columns).toEqual(expect.arrayContaining([id, ...features, label, ...slices]));
});

test("the features go in the order that the model takes", () => {
  expect(config.data.features).toEqual(MODELS.candidate.features);
  expect(MODELS.baseline.features).toEqual(MODELS.candidate.features);
});
