import type { EndpointConfig } from "../../../config/types";
import type { Check } from "../../../verdict/result";
import type { Asked } from "../../ask";
import { type Finding, fail, pass, type SystemCheck, skip } from "../check-types";
import type { SystemSession } from "../session";

/** Callers at the same time, each on a connection of its own: behind one URL several replicas may serve. */
const CALLERS = 8;

/** The gate must judge the version that is to be merged, not the one that still serves. */
export const identity: SystemCheck = {
  id: "identity",
  title: "The version that answers is the one that should",
  level: "smoke",
  needsRows: 0,
  async run(session) {
    const { context, rows } = session;
    const wanted = wantedOf(context.config.endpoint);
    if (wanted === null) return skip("no version named in endpoint.version");
    const answers = rows.length === 0 ? [] : await askCallers(session);
    return answers.some(({ version }) => version !== null)
      ? judgeAnswers(session, answers, wanted)
      : judgeMetadata(context.candidate.model.identity.versions, wanted);
  },
};

interface Wanted {
  what: "version" | "deployment";
  expected: string;
}

/** Traffic rules have sent requests elsewhere than to the deployment that they asked for. */
function wantedOf({ version, deployment }: EndpointConfig): Wanted | null {
  if (version !== null) return { what: "version", expected: version };
  return deployment === null ? null : { what: "deployment", expected: deployment };
}

interface Answered {
  asked: Asked;
  /** Null where the answer does not say. */
  version: string | null;
}

async function askCallers(session: SystemSession): Promise<Answered[]> {
  const { model } = session.context.candidate;
  const [row] = session.rows;
  const settled = await Promise.allSettled(
    Array.from({ length: CALLERS }, () => session.askWell(row ? [row] : [])),
  );
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    const { asked } = one.value;
    return {
      asked,
      version: asked.exchange.ok ? model.servedVersion(asked.exchange.answer) : null,
    };
  });
}

function judgeAnswers(
  session: SystemSession,
  answers: readonly Answered[],
  { what, expected }: Wanted,
): Finding {
  const counts = new Map<string | null, number>();
  for (const { version } of answers) counts.set(version, (counts.get(version) ?? 0) + 1);
  const told = [...counts].map(
    ([version, count]) =>
      `${version === null ? `no ${what} is named in` : `${what} ${version} gave`} ${count} of ${answers.length} answers`,
  );
  const versions = [...counts.keys()].filter((version) => version !== null);
  const more: Partial<Check> = { observed: versions.join(", "), limit: expected };
  const wrong = answers.find(({ version }) => version !== null && version !== expected);
  if (wrong) {
    return fail(`${what} ${expected} is expected, but ${told.join(", ")}`, {
      ...more,
      evidence: [session.evidence(wrong.asked.request, wrong.asked.exchange)],
    });
  }
  if (counts.has(null)) return { verdict: "inconclusive", message: told.join(", "), ...more };
  return pass(`${what} ${expected} gave each of ${answers.length} answers`, more);
}

/** Where the answers are silent. */
function judgeMetadata(versions: readonly string[], { what, expected }: Wanted): Finding {
  const more: Partial<Check> = { observed: versions.join(", ") || null, limit: expected };
  if (versions.length === 0) {
    return {
      verdict: "inconclusive",
      message: `${what} ${expected} is expected, but the endpoint does not say which ${what} serves`,
      hint: `Leave endpoint.${what} out, or have the server name its ${what} in its answers.`,
      ...more,
    };
  }
  if (!versions.includes(expected)) {
    return fail(`version ${versions.join(", ")} serves, not ${expected}`, more);
  }
  if (versions.length === 1) return pass(`version ${expected} is the one that is loaded`, more);
  return {
    verdict: "inconclusive",
    message: `versions ${versions.join(", ")} are loaded, and the answers do not say which of them serves`,
    ...more,
  };
}
