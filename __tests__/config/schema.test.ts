import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { parse as parseYamlText, stringify } from "yaml";
import schema from "../../schema/infergate.schema.json";
import { failure, parse } from "./parse";

interface Schema {
  $ref?: string;
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  type?: string | string[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
}

const FULL = readFileSync(join(__dirname, "../fixtures/config/full.yml"), "utf8");
const definitions = schema.definitions as unknown as Record<string, Schema>;

function resolve(node: Schema): Schema {
  const name = node.$ref?.replace("#/definitions/", "");
  return name === undefined ? node : { ...(definitions[name] as Schema), ...node };
}

interface Key {
  path: string[];
  node: Schema;
}

/** Every key that the schema names, with its path; `[]` stands for an item of a list. */
function keysOf(given: Schema, path: string[] = []): Key[] {
  const node = resolve(given);
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) => [
    { path: [...path, name], node: child },
    ...keysOf(child, [...path, name]),
  ]);
  const branches = (node.anyOf ?? []).flatMap((branch) => keysOf(branch, path));
  const items = node.items ? keysOf(node.items, [...path, "[]"]) : [];
  return [...own, ...branches, ...items];
}

const KEYS = keysOf(schema as unknown as Schema);
const strict = new Ajv({ strict: true, allowUnionTypes: true, allowMatchingProperties: true });

test("is a schema by ajv's strict mode and the meta-schema", () => {
  expect(strict.validateSchema(schema)).toBe(true);
  expect(typeof strict.compile(schema)).toBe("function");
});

test("the config with every key fits, and names every key of the schema", () => {
  const full = parseYamlText(FULL);
  expect(strict.validate(schema, full)).toBe(true);
  const has = (value: unknown, [key, ...rest]: string[]): boolean => {
    if (key === undefined) return true;
    if (key === "[]") return (value as unknown[]).some((item) => has(item, rest));
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    return has((value as Record<string, unknown>)[key], rest);
  };
  const missing = KEYS.map(({ path }) => path)
    // One kind of credentials at a time, and the metrics are a sample.
    .filter((path) => path[0] !== "acceptance" && !path.includes("auth"))
    // The keys of the generic protocol stand at the baseline, where they are the same.
    .filter(([section]) => section !== "endpoint")
    // One of the two is enough, and the other one takes its default.
    .filter((path) => path.at(-2) !== "tolerance")
    // Either a ramp or a spike, and one source of what the server tells.
    .filter(
      (path) =>
        !/performance\.spike|endurance\.ramp|(monitor|replicas)\.(json|command)/.test(
          path.join("."),
        ),
    )
    .filter((path) => !/replicas\.path|volume\.repeat/.test(path.join(".")))
    // One mode of a canary; its key and its accuracy go with others than this one.
    .filter((path) => !/^canary\.(route|attribute|key|max_accuracy_drop)/.test(path.join(".")))
    // One metric, or several.
    .filter(
      (path) =>
        path[0] !== "ab" ||
        path[1] === "metrics" ||
        !/^(metric|non_inferiority|superiority|better)$/.test(path[1] ?? ""),
    )
    // Rows or captured requests.
    .filter((path) => path.at(-1) !== "capture")
    .filter(
      (path) => !has(full, path) && !["model", "version", "protocol"].includes(path[1] ?? ""),
    );
  expect(missing).toEqual([]);
});

const examplesAjv = new Ajv({ strict: false }).addSchema(schema, "config");

/** The same part of the schema, for use outside of it. */
function outside(part: Schema): object {
  return JSON.parse(JSON.stringify(part).replaceAll("#/definitions/", "config#/definitions/"));
}

test.each(KEYS.map(({ path, node }) => [path.join("."), node] as const))(
  "%s explains itself and shows an example that fits",
  (_, node) => {
    expect(node.title).toMatch(/^[A-Z0-9]/);
    expect(node.description).toMatch(/[.?]$/);
    expect(node.examples?.length).toBeGreaterThan(0);
    const { title, description, examples, ...rest } = node;
    const check = examplesAjv.compile(outside(rest));
    for (const example of node.examples ?? []) {
      // A variable is put in before the schema is asked.
      if (!JSON.stringify(example).includes("${")) expect(check(example)).toBe(true);
    }
  },
);

test("every map is closed, or says what its values are", () => {
  const open: string[] = [];
  const visit = (node: unknown, at: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, additionalProperties } = node as Schema;
    if (
      type === "object" &&
      (additionalProperties === undefined || additionalProperties === true)
    ) {
      open.push(at);
    }
    for (const [key, child] of Object.entries(node)) {
      if (key !== "examples" && key !== "default") visit(child, `${at}/${key}`);
    }
  };
  visit(schema, "#");
  expect(open).toEqual([]);
});

describe("defaults", () => {
  const MINIMAL: Record<string, unknown> = {
    endpoint: { url: "http://a" },
    baseline: { url: "http://b" },
    data: { file: "a.csv", label: "y", slices: ["x"] },
    acceptance: { "worst_slice.accuracy": { min: 0.5 } },
    load: {
      performance: {},
      endurance: {},
      stress: {},
      scalability: {
        elasticity: {
          from: "5/s",
          to: "40/s",
          within: "60s",
          slo: { p95: "1s" },
          replicas: { json: "/stats" },
        },
      },
      volume: {},
      monitor: { prometheus: "/metrics" },
    },
    shadow: {},
    canary: {},
    ab: { superiority: true },
    system: {},
  };
  const defaults = KEYS.filter(({ node }) => node.default !== undefined)
    // These need more around them, and have tests of their own.
    .filter(({ path }) => path.at(-1) !== "method" && path.at(-1) !== "service")
    .filter(({ path }) => !/^canary\.(router|metrics|drive)\./.test(path.join(".")))
    // The metrics of the schema all share one definition.
    .filter(({ path }) => path[0] !== "acceptance" || path[1] === "worst_slice.accuracy");

  test.each(defaults.map(({ path, node }) => [path.join("."), path, node.default] as const))(
    "%s: the schema says what applies",
    (_, path, value) => {
      const given = structuredClone(MINIMAL);
      let at = given;
      for (const key of path.slice(0, -1)) {
        at[key] ??= {};
        at = at[key] as Record<string, unknown>;
      }
      at[path.at(-1) as string] = value;
      expect(parse(stringify(given)).config).toEqual(parse(stringify(MINIMAL)).config);
    },
  );

  test("request.method", () => {
    const text = (method: string) =>
      `endpoint: { url: http://a, protocol: http, request: { path: /p, body: 1${method} }, response: $.y }\n`;
    const { method } = (definitions.endpoint as Schema).properties?.request?.properties ?? {};
    expect(parse(text(`, method: ${method?.default}`)).config).toEqual(parse(text("")).config);
  });

  test("auth.aws-sigv4.service", () => {
    const text = (service: string) =>
      `endpoint: { url: http://a, auth: { aws-sigv4: { access_key_id: a, secret_access_key: b, region: r${service} } } }\n`;
    const { service } = (definitions.auth as Schema).properties?.["aws-sigv4"]?.properties ?? {};
    expect(parse(text(`, service: ${service?.default}`)).config).toEqual(parse(text("")).config);
  });

  test("every value that applies without being asked for is in the schema", () => {
    const named = new Set(defaults.map(({ path }) => path.join(".")));
    for (const path of [
      "endpoint.protocol",
      "endpoint.timeout",
      "system",
      "system.level",
      "system.tolerance",
      "acceptance.worst_slice.accuracy.min_rows",
      "load.performance.rate",
      "load.performance.for",
      "load.performance.max_in_flight",
      "load.performance.slo.errors",
      "load.performance.slo.correct",
      "load.stress.start",
      "load.stress.step",
      "load.stress.each",
      "load.stress.recover_within",
      "load.stress.max_steps",
      "load.stress.max_in_flight",
      "load.stress.slo.errors",
      "load.stress.adverse",
      "load.stress.correct",
      "load.scalability.users",
      "load.scalability.each",
      "load.scalability.elasticity.slo.errors",
      "load.scalability.elasticity.replicas.path",
      "load.scalability.elasticity.max_in_flight",
      "load.volume.batch",
      "load.volume.each",
      "load.volume.max_exponent",
      "load.volume.correct",
      "load.scalability.correct",
      "load.tolerance",
      "load.http",
      "shadow.requests",
      "shadow.min_agreement",
      "shadow.max_slowdown",
      "shadow.max_errors",
      "shadow.tolerance",
      "shadow.compare.outputs",
      "shadow.compare.as",
      "shadow.compare.probabilities.jensen_shannon",
      "shadow.compare.top_k.k",
      "shadow.compare.ranking.min",
      "shadow.compare.text.match",
      "shadow.noise_floor.share",
      "shadow.sequential",
      "canary.steps",
      "canary.each",
      "canary.max_errors",
      "canary.max_error_ratio",
      "report.comment",
      "report.on_inconclusive",
    ]) {
      expect(named).toContain(path);
    }
  });
});

describe("unknown keys", () => {
  const ENV = {
    CANDIDATE_URL: "http://a",
    PROD_URL: "http://b",
    TOKEN: "t",
    PROD_KEY: "k",
    PROMETHEUS_TOKEN: "p",
    KUBECONFIG: "k",
  };
  /** Maps whose keys are the user's own. */
  const FREE = /metrics$|guardrails$|headers$|outputs$|input$|env$|body$|expect$|parameters$|as$/;

  type Path = (string | number)[];

  function closedMaps(value: unknown, path: Path = []): Path[] {
    if (typeof value !== "object" || value === null || FREE.test(String(path.at(-1)))) return [];
    const below = Object.entries(value).flatMap(([key, child]) =>
      closedMaps(child, [...path, Array.isArray(value) ? Number(key) : key]),
    );
    return Array.isArray(value) ? below : [path, ...below];
  }

  const full = parseYamlText(FULL);
  // A second key under auth is also one too many, and that is found first.
  const maps = closedMaps(full).filter((path) => path.at(-1) !== "auth");

  test("there are maps at every depth to try", () => {
    expect(new Set(maps.map((path) => path.length))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test("anywhere are refused, with their path", () => {
    const key = fc.stringMatching(/^zz[a-z_]{1,20}$/);
    fc.assert(
      fc.property(fc.constantFrom(...maps), key, fc.jsonValue(), (path, name, value) => {
        const changed = structuredClone(full);
        let at = changed;
        for (const part of path) at = at[part];
        at[name] = value;
        const error = failure(stringify(changed), { env: ENV });
        const shown = [...path, name].reduce<string>(
          (text, part) =>
            typeof part === "number" ? `${text}[${part}]` : `${text}${text && "."}${part}`,
          "",
        );
        expect(error.message).toMatch(/^(infergate\.yml|\d+ problems)/);
        expect(error.message).toContain(`: ${shown}: unknown key`);
        const line = stringify(changed)
          .split("\n")
          .findIndex((text) => text.includes(`${name}:`));
        expect(error.message).toContain(`infergate.yml:${line + 1}:`);
        expect(error.code).toBe("config/unknown-key");
      }),
    );
  });
});
