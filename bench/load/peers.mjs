// Load tools that are measured where they are on the PATH. None of them checks an answer. Their CPU
// time is that of the whole process, the start included, as the shell's `times` tells it.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTENT_TYPE, PATH, REQUEST_BODY } from "./requests.mjs";

const folder = mkdtempSync(join(tmpdir(), "infergate-bench-peers-"));
const file = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const first = (pattern, text) => Number(pattern.exec(text)?.[1] ?? Number.NaN);

/** By name: the command for so many users and seconds, and how many requests its output tells of. */
const PEERS = {
  wrk: {
    command: (url, { users, seconds }) => {
      const script = `wrk.method = "POST"\nwrk.body = [==[${REQUEST_BODY}]==]\nwrk.headers["content-type"] = "${CONTENT_TYPE}"\n`;
      return ["wrk", "-t1", `-c${users}`, `-d${seconds}s`, "-s", file("wrk.lua", script), url];
    },
    requests: (output) => first(/(\d+) requests in/, output),
  },
  ab: {
    command: (url, { users, seconds }) => {
      const body = file("body.json", REQUEST_BODY);
      const many = ["-t", String(seconds), "-n", "2000000", "-c", String(users)];
      return ["ab", "-q", "-k", ...many, "-p", body, "-T", CONTENT_TYPE, url];
    },
    requests: (output) => first(/Complete requests:\s+(\d+)/, output),
  },
  hey: {
    command: (url, { users, seconds, rate }) => {
      // hey holds each of its workers to a rate of its own.
      const paced = rate ? ["-q", String(rate / users)] : [];
      const many = ["-z", `${seconds}s`, "-c", String(users), ...paced];
      return ["hey", ...many, "-m", "POST", "-T", CONTENT_TYPE, "-d", REQUEST_BODY, url];
    },
    requests: (output) => first(/\[200\]\s+(\d+) responses/, output),
    paced: true,
  },
  k6: {
    command: (url, { users, seconds, rate }) => {
      const duration = `${seconds}s`;
      const scenario = rate
        ? {
            executor: "constant-arrival-rate",
            rate,
            timeUnit: "1s",
            duration,
            preAllocatedVUs: users,
          }
        : { executor: "constant-vus", vus: users, duration };
      const script = `
import http from "k6/http";
export const options = ${JSON.stringify({ scenarios: { load: scenario }, discardResponseBodies: true })};
export default () => http.post(${JSON.stringify(url)}, ${JSON.stringify(REQUEST_BODY)}, { headers: { "content-type": "${CONTENT_TYPE}" } });
export const handleSummary = (data) => ({ stdout: "requests " + data.metrics.http_reqs.values.count });
`;
      return ["k6", "run", "-q", "--no-usage-report", file("k6.js", script)];
    },
    requests: (output) => first(/requests (\d+)/, output),
    paced: true,
  },
  locust: {
    command: (url, { users, seconds }) => {
      const { origin, pathname } = new URL(url);
      const script = `
from locust import FastHttpUser, constant, task
class Caller(FastHttpUser):
    wait_time = constant(0)
    @task
    def call(self):
        self.client.post(${JSON.stringify(pathname)}, data=${JSON.stringify(REQUEST_BODY)}, headers={"content-type": "${CONTENT_TYPE}"})
`;
      const many = ["-u", String(users), "-r", String(users), "-t", `${seconds}s`];
      const report = ["--headless", "--only-summary", "--json"];
      return ["locust", "-f", file("locustfile.py", script), ...report, ...many, "-H", origin];
    },
    requests: (output) => JSON.parse(output.slice(output.indexOf("[")))[0]?.num_requests,
  },
};

/** Those that are on the PATH, and of those the ones that hold a rate where one is asked for. */
export function peersHere({ paced = false } = {}) {
  if (process.platform === "win32") return [];
  return Object.keys(PEERS).filter(
    (name) =>
      (!paced || PEERS[name].paced) &&
      spawnSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" }).status === 0,
  );
}

export async function runPeer(name, url, load) {
  const { command, requests } = PEERS[name];
  const output = file(`${name}.out`, "");
  const script = `out=$1; shift; "$@" >"$out" 2>/dev/null; times`;
  const child = spawn("sh", ["-c", script, "sh", output, ...command(url + PATH, load)]);
  let times = "";
  child.stdout.on("data", (text) => {
    times += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  const sent = requests(readFileSync(output, "utf8"));
  return {
    requests: sent,
    cpuMicroseconds: (childSeconds(times) * 1e6) / sent,
    perSecond: sent / load.seconds,
  };
}

/** The second line of `times` is that of the shell's children: "0m1.230s 0m0.450s". */
function childSeconds(times) {
  const [, line = ""] = times.trim().split("\n");
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}
