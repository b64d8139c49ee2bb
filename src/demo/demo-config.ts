import { HOLDOUT_CSV } from "./model/holdout";

/** What a user of the demo's servers would write. */
const CONFIG = `# The gate of \`infergate demo\`: penguins 3 is to replace penguins 2.
endpoint:
  url: "\${CANDIDATE_URL}"   # or --url
  model: penguins
  version: "3"              # the version that must be serving
baseline:
  url: "\${BASELINE_URL}"    # or --baseline-url
  model: penguins
  version: "2"

data:
  file: holdout.csv         # rows that neither version was trained on
  id: row
  features: [bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g]
  label: species
  slices: [island, sex]

acceptance:
  accuracy: ">= 0.95"
  f1.macro: { min: 0.9, max_drop: 0.01 }                # max_drop: against the baseline
  worst_slice.recall.macro: { min: 0.8, min_rows: 20 }
  latency.p95: "<= 120ms"

load:
  performance: { rate: 40/s, for: 15s, slo: { p95: 120ms, errors: 1% } }

shadow: { requests: 500, min_agreement: 99%, max_slowdown: 10% }

# Not in a demo by itself, since they take a minute: infergate demo --suite ab,canary
ab: { requests: 2000, metric: accuracy, non_inferiority: 4%, guardrails: { errors: 2% } }
canary: { steps: [30%, 60%], each: 1200, max_errors: 1%, max_accuracy_drop: 6%, max_slowdown: 15% }
`;

/** The files of a demo by name, to be written into one folder. */
export const DEMO_FILES = { "infergate.yml": CONFIG, "holdout.csv": HOLDOUT_CSV } as const;
