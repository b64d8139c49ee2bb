import type { Redactor } from "../http/redactor";
import { redactCheck, redactSuite } from "../run/redact-result";
import type { TrafficRecord } from "../suites/load/traffic/traffic-record";
import type { ShardBlob, ShardStage } from "./blob";

/** Masks secrets in every text that came from outside or quotes it, as in a result. */
export function redactBlob(blob: ShardBlob, redactor: Redactor): ShardBlob {
  return {
    ...blob,
    endpoint: redactor.redactDeep(blob.endpoint),
    baseline: redactor.redactDeep(blob.baseline),
    finished: blob.finished.map((suite) => redactSuite(suite, redactor)),
    load: blob.load && {
      ...blob.load,
      stages: blob.load.stages.map((stage) => redactStage(stage, redactor)),
    },
  };
}

function redactStage(stage: ShardStage, redactor: Redactor): ShardStage {
  return "record" in stage
    ? { ...stage, record: redactRecord(stage.record, redactor) }
    : {
        ...stage,
        result: {
          ...stage.result,
          checks: stage.result.checks.map((check) => redactCheck(check, redactor)),
        },
      };
}

function redactRecord(record: TrafficRecord, { redact, redactDeep }: Redactor): TrafficRecord {
  const { run, server } = record;
  return {
    ...record,
    run: {
      ...run,
      specimens: run.specimens.map(({ outcome, reason }) => ({ outcome, reason: redact(reason) })),
    },
    contradiction: redactDeep(record.contradiction),
    evidence: redactDeep(record.evidence),
    server: server && { ...server, problem: redactDeep(server.problem) },
  };
}
