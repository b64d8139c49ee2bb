import { check, type Finding, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { describeGeneratorFaults, findGeneratorFaults } from "../generator-faults";
import { judgeErrors } from "../judge-errors";
import { describeUnanswered } from "../unanswered";
import { allErrors, ENDURANCE_CHECKS, type EnduranceStage, identify } from "./endurance-checks";
import { judgeDrift } from "./judge-drift";
import { judgeMemory } from "./judge-memory";

/** The checks of an endurance stage, in their fixed order; all of them, whatever happened. */
export function judgeEndurance(stage: EnduranceStage): Check[] {
  const { run, config } = stage;
  const generator = findGeneratorFaults({ run, plannedMs: config.forMs, tightestMs: null });
  if (generator.problems.length > 0) {
    return allErrors(
      `not judged: ${describeGeneratorFaults(generator)}`,
      "Lower load.endurance.rate, or run it on a larger or a quieter machine.",
    );
  }
  if (run.recording.intended.length === 0) {
    return allErrors("no request fell into so short a time at so low a rate");
  }
  if (run.stopped === "unanswered")
    return failAtErrors(describeUnanswered(stage, config.maxErrors));
  return [
    judgeDrift(stage),
    judgeErrors({ name: identify("errors"), record: stage, limit: config.maxErrors }),
    judgeMemory(stage),
  ];
}

/** Where there was no load to judge: `errors` says why, and the rest has nothing to say. */
export function failAtErrors({ found, because }: { found: Finding; because: string }): Check[] {
  return ENDURANCE_CHECKS.map((name) => {
    const { id, title } = identify(name);
    return name === "errors" ? check({ id, title, ...found }) : skipped(id, title, because);
  });
}
