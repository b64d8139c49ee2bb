import { quantile } from "../../src/stats/percentile";
import { randomStream } from "../../src/stats/random";
import { poissonArrivals } from "../../src/load/poisson-arrivals";
import { closeServers, runSuite, runLoop, startServer } from "./harness";
afterEach(closeServers);
test("a", async () => {
  const s = await startServer({ delayMs: 100 });
  const a = poissonArrivals(randomStream(1,"a"), 20, 5000);
  const run = await runLoop(s, [...a]);
  const r = run.recording;
  const q = (f: (i:number)=>number) => { const v=Array.from(a,(_,i)=>f(i)).sort((x,y)=>x-y); return [0.1,.5,.9,.99].map(p=>quantile(v,p).toFixed(2)); };
  console.log(q(i=>r.dispatched[i]!-r.intended[i]!), q(i=>r.written[i]!-r.dispatched[i]!), q(i=>r.firstByte[i]!-r.written[i]!), q(i=>r.ended[i]!-r.firstByte[i]!));
  const d=(await s.record()).durations.sort((a,b)=>a-b);
  console.log([0.1,.5,.9,.99].map(p=>quantile(d,p)), run.health);
});
test("b", async () => {
    const server = await startServer({ delayMs: 5, stall: { at: 100, ms: 1000 } });
    const { check, result } = await runSuite(server, {
      rate: 100,
      forMs: 5000,
      slo: { p99: 300, p50: 300 },
    });
    console.log(JSON.stringify(result.checks.map(c=>[c.verdict,c.message,c.evidence[0]?.response]),null,1));
});
