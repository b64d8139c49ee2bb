// One load by autocannon, which checks no answer, in a process of its own: what it took.
import autocannon from "autocannon";
import { CONTENT_TYPE, PATH, REQUEST_BODY } from "./requests.mjs";

const { url, users, rate, seconds } = JSON.parse(process.argv[2]);
const WARM_UP_SECONDS = 2;
const send = (duration) =>
  autocannon({
    url: url + PATH,
    method: "POST",
    headers: { "content-type": CONTENT_TYPE },
    body: REQUEST_BODY,
    connections: users,
    ...(rate ? { overallRate: rate } : {}),
    duration,
  });
await send(WARM_UP_SECONDS);
process.send({ started: true });
const cpu = process.cpuUsage();
const result = await send(seconds);
const { user, system } = process.cpuUsage(cpu);
const requests = result["2xx"];
process.send({
  requests,
  cpuMicroseconds: (user + system) / requests,
  perSecond: requests / result.duration,
});
process.disconnect();
