import type { GateResult } from "../verdict/result";

/** What a number in a report means, by the ids of the checks that show it. */
const DEFINITIONS: readonly [RegExp, string][] = [
  [
    /^load\/\w+\/p\d+/,
    "**Percentile latency** (p50, p95, p99): the time within which that share of requests was answered, from the moment each was due to the end of its answer. Errors and wrong answers count as over the limit.",
  ],
  [
    /^load\/\w+\/errors$/,
    "**Errors**: the share of requests without a right answer: refused, broken off, too late or wrong.",
  ],
  [
    /^load\/\w+\/correct$/,
    "**Correct under load**: the share of answers equal, within the tolerance, to the endpoint's own answer to the same input, taken alone before the load began.",
  ],
  [
    /^load\/\w+\/goodput$/,
    "**Goodput**: the share of all requests that were right and met every limit on time, those on streams among them.",
  ],
  [
    /^load\/\w+\/generator$/,
    "**Generator**: whether the load was sent as planned. Where it was not, nothing is said about the endpoint.",
  ],
  [
    /^load\/\w+\/ttft\./,
    "**TTFT under load**, time to first token: from the moment a request was due to the first piece of its stream with content, reasoning or a tool call in it. Requests without a right answer count as over the limit, here and for TPOT and ITL.",
  ],
  [
    /^load\/\w+\/tpot\./,
    "**TPOT under load**, time per output token: from the first piece of a stream to the last, divided by its tokens after the first; reasoning that is counted and not sent is none of them. Streams of a single token have no TPOT and are left out.",
  ],
  [
    /^load\/\w+\/itl\./,
    "**ITL under load**, inter-chunk latency: the gaps between pieces of a stream; a piece may hold several tokens. The gaps of one stream depend on each other, so requests are judged: one is over the limit on `itl.pNN` where the pNN of its own gaps is. Streams of a single piece are left out.",
  ],
  [
    /^load\/\w+\/tokens_per_second$/,
    "**Output tokens per second under load**: the tokens of all right streams over the time from the start of the load to its last answer, judged as measured. Tokens are those that the server counts (`usage`); without, each piece counts as one and the number is marked as estimated.",
  ],
  [
    /^load\/stress\/capacity$/,
    "**Capacity**: right answers a second of an endpoint that is asked for more than it carries, or the last rate that it carried. A rate is carried where at least 95 % of the requests that were issued are answered right and in time; a break counts where it is seen twice. The interval is the last rate that was carried and the first that was not.",
  ],
  [
    /^load\/stress\/recovery$/,
    "**Recovery**: the time from the end of an overload until, at the first rate of the test, three windows in a row have right answers alone and a median as it was before.",
  ],
  [
    /^load\/stress\/(bursts|churn|slow-readers|oversized)$/,
    "**Adverse situations**: the share of ordinary requests, at the first rate of the test, without a right answer in time while others send in bursts, connect anew each time, send and read slowly, or send far too much.",
  ],
  [
    /^load\/scalability\/efficiency$/,
    "**Efficiency**: the throughput of so many users over that many times the throughput of one. 1 is ideal growth. α and β are contention and coherency of the universal scalability law.",
  ],
  [
    /^load\/scalability\/elasticity$/,
    "**Elasticity**: the time from a step up of the rate until three windows in a row meet the objectives again.",
  ],
  [
    /^load\/volume\/exponent$/,
    "**Exponent**: b in the time a + c·sᵇ of a request of size s. 1 grows in proportion, 2 with the square.",
  ],
  [/^load\/volume\/largest$/, "**Largest**: the largest request that was answered well."],
  [
    /^acceptance\/(worst_slice\.)?ttft\./,
    "**TTFT**, time to first token: from sending a request to the first piece of its stream with content, reasoning or a tool call in it. Rows without an answer, or with an empty one, count as over every limit, here and for TPOT and ITL.",
  ],
  [
    /^acceptance\/(worst_slice\.)?tpot\./,
    "**TPOT**, time per output token: from the first piece of a stream to the last, divided by its tokens after the first; reasoning that is counted and not sent is none of them. Streams of a single token have no TPOT and are left out.",
  ],
  [
    /^acceptance\/(worst_slice\.)?itl\./,
    "**ITL**, inter-chunk latency: the gaps between pieces of a stream; a piece may hold several tokens. The gaps of one stream depend on each other, so `itl.pNN` is the pNN over the rows of each row's own pNN. Streams of a single piece are left out.",
  ],
  [
    /^acceptance\/(worst_slice\.)?tokens_per_second/,
    "**Output tokens per second**: the tokens of all streams over the time they took, one request after another. Tokens are those that the server counts (`usage`); without, each piece counts as one and the number is marked as estimated.",
  ],
  [
    /^acceptance\/(worst_slice\.)?(equals|contains|regex|json_schema|tool_calls)(\/|$)/,
    "**Text checks**: the share of rows whose answer is the label (equals), holds it (contains), matches the pattern (regex), is JSON that fits the schema (json_schema), or makes the calls of the label in their order (tool_calls).",
  ],
  [
    /^acceptance\/(worst_slice\.)?token_f1/,
    "**Token F1**: the mean F1 of the words that answer and label share, as the SQuAD benchmark scores it: without case, punctuation and English articles.",
  ],
  [
    /^acceptance\/(worst_slice\.)?rouge_l/,
    "**ROUGE-L**: the mean F-measure of the longest common subsequence of words of answer and label.",
  ],
  [
    /^acceptance\/(worst_slice\.)?similarity/,
    "**Similarity**: the mean cosine of the angle between the embeddings of answer and label, by the embeddings endpoint of the config; less than 0 counts as 0.",
  ],
  [
    /^acceptance\/(worst_slice\.)?judge/,
    "**Judge**: the share of rows that the majority of a language model's verdicts lets pass by the rubric of the config.",
  ],
  [
    /^acceptance\/latency\./,
    "**Latency** in acceptance: the time of single requests, one after another.",
  ],
  [
    /^acceptance\//,
    "**Acceptance metrics**: computed on the rows of the data file, judged by the point estimate unless a confidence is configured. A row without a good answer counts as wrong, for precision as well as for recall.",
  ],
  [
    /^shadow\/agreement$/,
    "**Agreement**: the share of inputs to which candidate and baseline gave the same answer, within the tolerance.",
  ],
  [
    /^shadow\/noise-floor$/,
    "**Noise floor**: on how many more inputs the candidate differs from the baseline than the baseline from itself, when it is asked again. Differences that the baseline makes by itself are not the candidate's.",
  ],
  [
    /^shadow\/slowdown$/,
    "**Slowdown**: the typical ratio of the candidate's response time to the baseline's, over pairs of requests sent back to back.",
  ],
  [
    /^shadow\/accuracy$/,
    "**Accuracy in shadow**: how often each side is right by the labels, on the same rows; only rows on which exactly one is right can tell them apart (McNemar).",
  ],
  [
    /^canary\/stage-/,
    "**Canary stage**: the share of the canary's requests without a good answer, against the limit; where something else decided, its number. The baseline's share is that of the same time.",
  ],
  [
    /^canary\/rollback$/,
    "**Evidence of too many errors**: the logarithm of an e-value, which may be looked at after each request. From ln 20 = 3.0 on the canary is rolled back; an equal one ever gets there in at most one rollout of twenty.",
  ],
  [
    /^canary\/score$/,
    "**Score**: the share of stages that each measure passed, weighted, from 0 to 100; 0 where a critical one did not pass all. What was not measured has not passed. It decides nothing.",
  ],
];

const INTERVAL =
  "`[low, high]`: the interval that the true value lies in with 95 % confidence, unless the check says otherwise. **Inconclusive**: the interval holds the limit, so that more requests are needed to tell.";

/** The definitions of the measures that this result shows, one a line of Markdown. */
export function definitionsFor({ suites }: GateResult): string[] {
  const ids = suites.flatMap(({ checks }) => checks.map(({ id }) => id));
  const used = DEFINITIONS.filter(([pattern]) => ids.some((id) => pattern.test(id)));
  const bounded = suites.some(({ checks }) => checks.some(({ interval }) => interval !== null));
  return [...used.map(([, definition]) => definition), ...(bounded ? [INTERVAL] : [])];
}
