import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Job } from "kubernetes-models/batch/v1/Job";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { parseAllDocuments } from "yaml";

const FILE = join(__dirname, "../../examples/kubernetes/load-in-shards.yaml");
const text = readFileSync(FILE, "utf8");
const documents = parseAllDocuments(text).map((document) => document.toJS());
const KINDS: Record<string, new (data: never) => { validate(): void }> = {
  Job,
  PersistentVolumeClaim,
};

const named = (name: string) => documents.find(({ metadata }) => metadata.name === name);

test.each(documents.map((document) => [document.metadata.name, document]))(
  "%s fits the schema of Kubernetes",
  (_, document) => {
    const Kind = KINDS[document.kind];
    if (!Kind) throw new Error(`no schema of ${document.kind}`);
    expect(() => new Kind(document as never).validate()).not.toThrow();
  },
);

test("the schema finds what is wrong", () => {
  const broken = structuredClone(named("infergate-load"));
  broken.spec.completions = "four";
  expect(() => new Job(broken).validate()).toThrow(/completions must be integer/);
});

test("as many pods at once as there are shards, none of them tried again", () => {
  const { spec } = named("infergate-load");
  const [container] = spec.template.spec.containers;
  const shard = container.args[container.args.indexOf("--shard") + 1];
  expect(shard).toMatch(/^auto\/\d+$/);
  const total = Number(shard.slice("auto/".length));
  expect(spec).toMatchObject({
    completionMode: "Indexed",
    completions: total,
    parallelism: total,
    backoffLimit: 0,
  });
});
