import { fail, pass, type SystemCheck, skip } from "../check-types";

export const aliveAfter: SystemCheck = {
  id: "alive-after",
  title: "After each bad input the endpoint still works",
  level: "standard",
  needsRows: 1,
  async run({ badInputs }) {
    if (badInputs.length === 0) return skip("no bad input was sent");
    const dead = badInputs.filter(({ aliveProblem }) => aliveProblem !== null);
    const n = badInputs.length;
    const [first] = dead;
    if (!first) return pass(`a good request succeeded after each of ${n} bad ones`, { n });
    return fail(
      `after ${dead.map(({ kind }) => kind).join(", ")} a good request failed: ${first.aliveProblem}`,
      {
        n,
        evidence: [first.evidence],
      },
    );
  },
};
