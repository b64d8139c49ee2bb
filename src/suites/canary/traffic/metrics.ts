import type { CanaryMetrics } from "../../../config/types";
import { openPrometheus } from "../../../monitor/prometheus-client";
import { pause } from "../../../pause";
import type { SuiteContext } from "../../types";
import type { ErrorEvidence } from "../error-evidence";
import { NOTHING_SEEN } from "../observation";
import type { Stage } from "../stages";
import { countProgress } from "./count-progress";
import { type Counts, readCounts, readSlowdown, type Window } from "./read-counts";
import type { CanarySource, Observed } from "./source";

/**
 * Counts that Prometheus holds of traffic that others send. Where nobody moves the weight, the past
 * window is read once; a driven stage is watched from its beginning until it has seen its requests,
 * the evidence is enough, or the window is over.
 */
export function openMetrics(
  context: SuiteContext,
  metrics: CanaryMetrics,
  { isDriven, total }: { isDriven: boolean; total: number },
): CanarySource {
  const { candidate, signal, clock, whyStopped } = context;
  // The hosts that may have credentials are the same for every client of a run.
  const { allowedHosts } = candidate.client.target;
  const prometheus = openPrometheus({ url: metrics.url, auth: metrics.auth, allowedHosts });
  const progress = countProgress(context, total);
  const seconds = () => Math.floor(clock.date().getTime() / 1000);

  async function watch(stage: Stage, onCounts: OnCounts): Promise<[Window, Counts]> {
    const fromS = seconds();
    const endS = fromS + Math.round(metrics.windowMs / 1000);
    for (;;) {
      await pause(Math.min(metrics.everyMs, (endS - seconds()) * 1000), signal);
      const window = { fromS, toS: Math.max(seconds(), fromS + 1) };
      const counts = await readCounts(prometheus, metrics, window, signal);
      const isOver = signal.aborted || window.toS >= endS;
      if ((counts.ok && onCounts(counts.sides, stage)) || isOver) return [window, counts];
    }
  }

  async function readPast(stage: Stage, onCounts: OnCounts): Promise<[Window, Counts]> {
    const toS = seconds();
    const window = { fromS: toS - Math.round(metrics.windowMs / 1000), toS };
    const counts = await readCounts(prometheus, metrics, window, signal);
    if (counts.ok) onCounts(counts.sides, stage);
    return [window, counts];
  }

  return {
    async observe(stage, evidence, look): Promise<Observed> {
      const read = isDriven ? watch : readPast;
      let before = 0;
      const [window, counts] = await read(stage, (sides) => {
        const requests = sides.candidate.requests + sides.baseline.requests;
        evidence.count(errorsOf(sides));
        progress.advance(stage, Math.max(0, requests - before));
        before = Math.max(before, requests);
        look(requests);
        return evidence.isEnough || requests >= stage.requests;
      });
      progress.endStage(stage);
      if (signal.aborted) return stopped("error", whyStopped());
      if (!counts.ok) return stopped(counts.verdict, counts.why);
      const latency = await readSlowdown(prometheus, metrics, window, signal);
      return { seen: { ...NOTHING_SEEN, ...counts.sides, latency }, stopped: null };
    },
    get sent() {
      return prometheus.sent;
    },
    close: () => prometheus.close(),
  };
}

type Sides = Extract<Counts, { ok: true }>["sides"];
/** Whether enough is known. */
type OnCounts = (sides: Sides, stage: Stage) => boolean;

function errorsOf({ candidate, baseline }: Sides): Parameters<ErrorEvidence["count"]>[0] {
  return { canary: candidate.errors, baseline: baseline.errors };
}

function stopped(verdict: "inconclusive" | "error", why: string): Observed {
  return { seen: NOTHING_SEEN, stopped: { verdict, why } };
}
