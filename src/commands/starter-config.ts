import type { Signature, TensorSpec } from "../protocols/types";
import { visibleLine } from "../report/visible-text";

/** What opening an endpoint told about it. */
export interface Findings {
  url: string;
  protocol: string;
  /** How the protocol was found, one finding a string. */
  evidence: readonly string[];
  model: string | null;
  version: string | null;
  signature: Signature | null;
  /** Whether rows can be invented from what the endpoint says about itself. */
  canInvent: boolean;
  /** The environment variable that holds the bearer token; null where none was needed. */
  tokenVariable: string | null;
}

/** A config to begin with, in YAML: what was found is set, what the user may add stands as comments. */
export function starterConfig(found: Findings): string {
  return [
    "# Found by `infergate init`:",
    ...describe(found).map((line) => `#   ${visibleLine(line, 300)}`),
    "endpoint:",
    `  url: ${quoted(found.url)} # --url and the action's url input win over it`,
    `  protocol: ${found.protocol}`,
    ...(found.model === null ? [] : [`  model: ${quoted(found.model)}`]),
    found.version === null
      ? '  # version: "1" # the version that must be serving'
      : `  # version: ${quoted(found.version)} # take the # off, and another version that serves is a fail`,
    found.tokenVariable === null
      ? '  # auth: { bearer: "${TOKEN}" } # or api-key, basic, aws-sigv4, headers'
      : `  auth: { bearer: "\${${found.tokenVariable}}" }`,
    "",
    ...(found.canInvent
      ? ["# Without rows, inputs are made up from the model's metadata. Real ones tell more:"]
      : ["# No input can be made up for this endpoint, so the gate needs rows to send:"]),
    "# data:",
    "#   file: tests/holdout.csv # relative to this file",
    `#   features: [${features(found.signature)}] # default: all but id and label`,
    "#   label: species # the right answer; acceptance needs it",
    "",
    "system: standard # smoke, standard, strict, or off",
    "",
    "# acceptance:",
    '#   accuracy: ">= 0.95"',
    "#   f1.macro: { min: 0.9, max_drop: 0.01 } # max_drop compares with the baseline",
    "#   latency.p95: <= 120ms",
    "",
    "load:",
    "  performance:",
    "    rate: 20/s",
    "    for: 20s",
    "    slo: { errors: 1%, correct: 99% } # and p50, p95, p99, goodput; of streams ttft.p95, tpot.p95, itl.p95",
    "",
    "# The same inputs to the model that serves now:",
    "# baseline:",
    '#   url: "${PROD_URL}"',
    "# shadow: { requests: 500, min_agreement: 99%, max_slowdown: 10% }",
    "",
  ].join("\n");
}

function describe({ evidence, model, version, signature }: Findings): string[] {
  const tensors = (what: string, specs: readonly TensorSpec[] = []) =>
    specs.map(({ name, datatype, shape }) => `${what} ${name}: ${datatype} [${shape.join(", ")}]`);
  return [
    ...evidence,
    ...(model === null ? [] : [`model ${model}${version === null ? "" : `, version ${version}`}`]),
    ...tensors("input", signature?.inputs),
    ...tensors("output", signature?.outputs),
  ];
}

/** Where the model has an input a column, their names are the columns'. */
function features(signature: Signature | null): string {
  const inputs = signature?.inputs ?? [];
  return inputs.length > 1 ? inputs.map(({ name }) => quoted(name)).join(", ") : "a, b, c";
}

/** A JSON string is a YAML string. Names come from the server: what hides is escaped, and `${NAME}` is no variable. */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replace(/[\p{C}\u2028\u2029]/gu, (hidden) => {
      const code = (hidden.codePointAt(0) as number).toString(16);
      return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
    })
    .replace(/\$\{(?=[A-Za-z_][A-Za-z0-9_]*\})/g, () => "$${");
}
