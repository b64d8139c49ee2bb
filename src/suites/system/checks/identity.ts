import { fail, pass, type SystemCheck, skip } from "../check-types";

/** The gate must judge the version that is to be merged, not the one that still serves. */
export const identity: SystemCheck = {
  id: "identity",
  title: "The version that answers is the one that should",
  level: "smoke",
  needsRows: 0,
  async run(session) {
    const expected = session.context.config.endpoint.version;
    if (expected === null) return skip("no version named in endpoint.version");
    const { model } = session.context.candidate;
    const [row] = session.rows;
    const answered = row === undefined ? null : (await session.askWell([row])).asked;
    const served = answered?.exchange.ok ? model.servedVersion(answered.exchange.answer) : null;
    const versions = served === null ? model.identity.versions : [served];
    const more = { observed: versions.join(", ") || null, limit: expected };
    if (versions.length === 0) {
      return {
        verdict: "inconclusive",
        message: `version ${expected} is expected, but the endpoint does not say which version serves`,
        hint: "Leave endpoint.version out, or have the server name its version in its answers.",
        ...more,
      };
    }
    if (versions.length === 1 && versions[0] === expected) {
      return pass(
        `version ${expected} ${served === null ? "is the one that the metadata names" : "gave the answer"}`,
        more,
      );
    }
    if (served === null && versions.includes(expected)) {
      return {
        verdict: "inconclusive",
        message: `versions ${versions.join(", ")} are loaded, and the answers do not say which of them serves`,
        ...more,
      };
    }
    return fail(`version ${versions.join(", ")} serves, not ${expected}`, {
      ...more,
      evidence: answered ? [session.evidence(answered.request, answered.exchange)] : [],
    });
  },
};
