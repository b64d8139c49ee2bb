import { constantArrivals } from "../../load/arrivals/constant-arrivals";
import type { RateProfile } from "../../load/arrivals/rate-profile";
import type { LoadRun } from "../../load/generator";
import type { Recording } from "../../load/recording";
import type { OpenSchedule } from "../../load/schedule";
import type { SuiteContext } from "../types";
import type { AnswersKept } from "./answers-kept";
import type { LoadSession } from "./session";
import { meanInFlight } from "./traffic/traffic-series";

const PROGRESS_STEPS = 50;

/** Puts a session under one load after the other, of requests that come evenly. */
export class ConstantLoad {
  private readonly draw: () => number;
  private startedMs: number | null = null;
  /** Mean number of requests in flight, by the second since the first load began. */
  readonly inFlight: [number, number][] = [];
  private done = 0;
  private told = 0;

  /** @param stage its name, and how many requests it sends at most */
  constructor(
    private readonly context: SuiteContext,
    private readonly session: LoadSession,
    private readonly kept: AnswersKept,
    private readonly stage: { name: string; requests: number },
    private readonly maxInFlight: number,
  ) {
    this.draw = context.random(`load/${stage.name}/inputs`);
  }

  run(profile: RateProfile, enough?: (recording: Recording) => boolean): Promise<LoadRun> {
    return this.runArrivals(constantArrivals(profile), enough);
  }

  async runArrivals(
    arrivals: Float64Array,
    enough?: (recording: Recording) => boolean,
  ): Promise<LoadRun> {
    const schedule: OpenSchedule = {
      model: "open",
      arrivals,
      inputs: Uint32Array.from(arrivals, () => Math.floor(this.draw() * this.session.inputs)),
      maxInFlight: this.maxInFlight,
    };
    const before = this.done;
    const atMs = this.context.clock.now();
    this.startedMs ??= atMs;
    const run = await this.session.run(schedule, {
      onProgress: (done) => this.tell(before + done),
      ...(enough ? { enough } : {}),
    });
    this.done += arrivals.length;
    this.kept.keep(run);
    const fromS = (atMs - this.startedMs) / 1000;
    // What is left of the last belongs to the next load already: drawn, it would look like a stall.
    const seconds = Math.max(1, Math.round(lastEnd(run.recording) / 1000));
    const means = meanInFlight(run.recording, seconds);
    this.inFlight.push(...means.map(([at, mean]): [number, number] => [fromS + at, mean]));
    return run;
  }

  /** The loop tells more often than anyone can read. */
  private tell(done: number): void {
    const { name, requests } = this.stage;
    const step = Math.floor((done * PROGRESS_STEPS) / requests);
    if (step === this.told) return;
    this.told = step;
    this.context.progress("load", Math.min(done, requests), requests, name);
  }
}

function lastEnd({ ended }: Recording): number {
  return ended.reduce((last, at) => (Number.isNaN(at) ? last : Math.max(last, at)), 0);
}
