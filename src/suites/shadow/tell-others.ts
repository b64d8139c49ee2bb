import { benjaminiHochberg } from "../../stats/multiplicity/benjamini-hochberg";
import { mcnemarExact } from "../../stats/proportions/mcnemar";
import { signedRankTest } from "../../stats/ranks/signed-rank";
import type { PairLog } from "./pair-log";

/** Of what is told and not judged, at most such a share is told wrongly. */
const FALSE_DISCOVERIES = 0.05;
const SHOWN = 3;

/**
 * What else exceeds the noise and gates nothing: outputs that need not agree, path by path by the
 * exact test, and distances of any output by the signed-rank test of "candidate to baseline, less
 * baseline to itself". Under Benjamini and Hochberg.
 */
export function tellOthers({ toldPaths, excessDistances }: PairLog): string[] {
  const findings = [
    ...toldPaths.all().map(({ path, candidateOnly, baselineOnly }) => ({
      text: `${path} differs on ${candidateOnly} of ${toldPaths.n}`,
      p: mcnemarExact(candidateOnly, baselineOnly, "greater"),
    })),
    ...[...excessDistances].map(([output, distances]) => ({
      text: `${output} is farther off`,
      p: signedRankTest(distances, "greater").pValue,
    })),
  ];
  const adjusted = benjaminiHochberg(findings.map(({ p }) => p));
  const found = findings
    .map(({ text }, place) => ({ text, q: adjusted[place] as number }))
    .filter(({ q }) => q <= FALSE_DISCOVERIES)
    .sort((a, b) => a.q - b.q);
  if (found.length === 0) return [];
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
  const shown = found.slice(0, SHOWN).map(({ text, q }) => `${text} (q = ${q.toPrecision(2)})`);
  return [`told, not judged: ${shown.join(", ")}${more}`];
}
