import type { CanaryDrive } from "../../../config/types";
import { pause } from "../../../pause";
import { type CommandGuard, guardCommand } from "../../../processes/command-guard";
import { runCommand } from "../../../processes/run-command";
import type { Driven, Ended } from "../judge-rollback";
import type { Stage } from "../stages";

/** A weight that is half set because its command said too much would be worse than not to hear it out. */
const TALKATIVE = { mayPrintMore: true } as const;

/**
 * Moves the weight of a router by the user's commands, and sees to it that it is never left behind:
 * from before the first `advance` on, whatever ends this process, `rollback` is run.
 */
export class Driver {
  private guard: CommandGuard | null = null;

  constructor(private readonly drive: CanaryDrive) {}

  /** @returns why the weight was not set; null where it was */
  async advance(stage: Stage, signal: AbortSignal): Promise<string | null> {
    const { advance, rollback, ...limits } = this.drive;
    const guard = this.guard ?? (await guardCommand(rollback, limits));
    this.guard = guard;
    const command = advance.map((argument) => fillIn(argument, stage));
    const outcome = await runCommand(command, {
      ...limits,
      ...TALKATIVE,
      signal,
      onStart: guard.noteRunning,
    });
    guard.noteRunning(null);
    if (!outcome.ok) return `advance to stage ${stage.number}: ${outcome.message}`;
    await pause(limits.settleMs, signal);
    return null;
  }

  /** What is to be done at the end, by how it ended; null where nothing was moved. */
  async finish(how: Ended["how"]): Promise<Driven | null> {
    if (this.guard === null) return null;
    const { rollback, passed, undecided, ...limits } = this.drive;
    const keep =
      (how === "passed" && passed === "keep") || (how === "undecided" && undecided === "keep");
    // Without the run's signal: what was interrupted is rolled back all the same.
    const outcome = keep ? null : await runCommand(rollback, { ...limits, ...TALKATIVE });
    this.guard.disarm();
    return {
      did: keep ? "kept" : "rolled back",
      failure: outcome === null || outcome.ok ? null : outcome.message,
    };
  }
}

function fillIn(argument: string, { weight, number }: Stage): string {
  return argument
    .replaceAll("{{weight}}", String(weight))
    .replaceAll("{{percent}}", String(Number((weight * 100).toPrecision(12))))
    .replaceAll("{{stage}}", String(number));
}
